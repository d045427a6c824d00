package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.FallbackKind;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.Alias;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Aliases that take over: for whom, for what, and what stands in the record of it.
class FallbacksTest extends RouteFixture {

    private static final String OVERFLOW =
            "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"maximum context length\"}}";
    private static final String FILTERED =
            "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\"}}";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsAFallbackTakeOverForAnyError(boolean stream) throws Exception {
        at("m", 0, Reply.json(500, "{}"));
        FakeProvider other = at("other", 0, Bodies.reply(stream));
        show(route(any("nobody", "other"), QUICK));

        assertThat(call(stream).status()).isEqualTo(200);

        assertThat(other.waiting()).isEqualTo(1);
        RouteChoice last = house.journal.all(FailAttempt.class).getLast().next();
        assertThat(last.fallback()).isEqualTo(FallbackKind.ANY_ERROR);
        assertThat(last.candidates().getFirst().dropped()).isEqualTo(DropReason.ALREADY_TRIED);
        assertThat(last.chosenCandidate().alias()).isEqualTo(new Alias("other"));
        assertThat(last.chosenCandidate().depth()).isEqualTo(2);
        assertThat(house.journal.await(CompleteCall.class).provider()).isEqualTo(provider(1));
    }

    @Test
    void needsNoGrantForAFallback() throws Exception {
        at("m", 0, Reply.json(429, "{}"));
        at("other", 0, Bodies.reply(false));
        show(route(any("other"), QUICK), List.of("m"));

        assertThat(call(false).status()).isEqualTo(200);
        assertThat(call(false, "other").status()).isEqualTo(404);
    }

    @Test
    void keepsTheOtherListsForTheirOwnReasons() throws Exception {
        Fallbacks lists =
                new Fallbacks(List.of(), List.of(new Alias("long")), List.of(new Alias("lax")));
        at("m", 0, Reply.json(400, OVERFLOW), Reply.json(400, FILTERED), Reply.json(429, "{}"));
        FakeProvider second = at("m", 1, Reply.json(429, "{}"));
        FakeProvider wide = at("long", 0, Bodies.reply(false));
        FakeProvider lax = at("lax", 0, Bodies.reply(false));
        show(route(lists, QUICK));

        assertThat(call(false).status()).isEqualTo(200);
        assertThat(wide.waiting()).isEqualTo(1);
        assertThat(call(false).status()).isEqualTo(200);
        assertThat(lax.waiting()).isEqualTo(1);
        assertThat(second.connections()).isZero();
        assertThat(call(false).status()).isEqualTo(429);
        assertThat(second.waiting()).isEqualTo(1);
        assertThat(wide.waiting() + lax.waiting()).isEqualTo(2);
        assertThat(house.journal.all(FailAttempt.class))
                .extracting(failed -> failed.next() == null ? null : failed.next().fallback())
                .containsExactly(
                        FallbackKind.CONTEXT_OVERFLOW, FallbackKind.CONTENT_REFUSAL, null, null);
    }

    @Test
    void refusesTheClientWhenNoFallbackHasRoomForTheContext() throws Exception {
        at("m", 0, Reply.json(400, OVERFLOW));
        FakeProvider other = at("other", 0, Bodies.reply(false));
        show(route(any("other"), QUICK));

        Wire.Response answer = call(false);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("context_length_exceeded", "maximum context length");
        assertThat(other.connections()).isZero();
    }
}
