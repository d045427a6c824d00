package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.tokens.ReadTokenizers;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What an admission says the call may use at most, and over which deployments.
@ExtendWith(ReadTokenizers.class)
class ExpectedUseTest extends RouteFixture {

    private static final String CHAT = "/v1/chat/completions";

    @Test
    void countsThePromptOnlyWhereALimitDependsOnIt() throws Exception {
        at("m", 0, Bodies.reply(false), Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));
        String text =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + "hi ".repeat(100)
                        + "\"}]}";

        Estimate plain = estimate(CHAT, text);
        house.catalog.show(Pages.metered(Pages.routed(page(List.of("*")), ruled(null))));
        Estimate counted = estimate(CHAT, text);

        assertThat(plain.method()).isEqualTo("utf8_bytes_div3/1");
        assertThat(plain.inputTokens()).isEqualTo((text.length() + 2) / 3);
        assertThat(counted.method()).isEqualTo("o200k_base_135_or_utf8_bytes_div3/1");
        assertThat(counted.inputTokens()).isBetween(100L, 150L);
    }

    /// A client that leaves before the usage comes must not have its image for a few bytes.
    @Test
    void takesWhatWasCountedWhereTheAnswerDoesNotSayWhatItUsed() throws Exception {
        String silent = "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"hi\"}}]}";
        at("m", 0, Reply.json(200, silent), Reply.json(200, silent));
        String image =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
                        + "\"image_url\",\"image_url\":{\"url\":\"https://images.test/1\"}}]}]}";

        show(ruled(null));
        estimate(CHAT, image);
        house.catalog.show(Pages.metered(Pages.routed(page(List.of("*")), ruled(null))));
        Estimate counted = estimate(CHAT, image);

        assertThat(counted.inputTokens()).isGreaterThan(5_000);
        assertThat(house.journal.all(CompleteCall.class))
                .extracting(done -> done.metered().usage().input())
                .containsExactly(image.length() / 4L, counted.inputTokens());
    }

    @Test
    void boundsTheOutputByTheRequestElseByTheRouteElseByTheGateway() throws Exception {
        at("m", 0, Bodies.reply(false), Bodies.reply(false), Bodies.reply(false));
        String body = "{\"model\":\"m\",%s\"n\":3,\"messages\":[{\"role\":\"user\"}]}";
        show(ruled(null));
        assertThat(estimate(CHAT, body.formatted("")).outputTokens()).isEqualTo(3 * 16_384);
        show(ruled(100));
        assertThat(estimate(CHAT, body.formatted("")).outputTokens()).isEqualTo(300);
        assertThat(estimate(CHAT, body.formatted("\"max_tokens\":500,")).outputTokens())
                .isEqualTo(1_500);
    }

    @Test
    void expectsNoOutputOfEmbeddings() throws Exception {
        at("m", 0, Bodies.reply(false));
        show(ruled(100));
        assertThat(estimate("/v1/embeddings", "{\"model\":\"m\",\"input\":\"x\"}").outputTokens())
                .isZero();
    }

    @Test
    void reachesEveryListOfFallbacksOnce() throws Exception {
        at("m", 0, Bodies.reply(false));
        at("other", 0);
        at("long", 0);
        at("lax", 0);
        at("unreached", 0);
        show(
                route(
                        new Fallbacks(
                                List.of(new Alias("other")),
                                List.of(new Alias("long"), new Alias("other")),
                                List.of(new Alias("lax"))),
                        QUICK));
        estimate(CHAT, Bodies.request(false));

        assertThat(house.journal.await(AdmitCall.class).destinations())
                .extracting(Destination::deployment)
                .containsExactlyElementsOf(
                        deployments.stream().limit(4).map(CatalogPage.Deployment::id).toList());
    }

    private static CatalogPage.Route ruled(@Nullable Integer maxOutputTokens) {
        RouteRules rules = rules(Fallbacks.NONE, QUICK);
        return new CatalogPage.Route(
                M,
                Strategy.ORDERED,
                new RouteRules(
                        rules.fallbacks(),
                        rules.retry(),
                        rules.timeouts(),
                        rules.unsupported(),
                        maxOutputTokens),
                false);
    }

    private Estimate estimate(String path, String body) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            wire.send(Wire.post(path, Pages.KEY, body)).read();
        }
        return house.journal.all(AdmitCall.class).getLast().estimate();
    }
}
