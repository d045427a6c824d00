package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicErrorForm;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.FaultWords;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Fault;
import io.affidavit.edge.upstream.Words;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each fault of a provider in each dialect as a client of Messages hears of it.
class MessagesFaultMatrixTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final RetryRules ONCE = new RetryRules(1, 1, 2, 20_000, true);
    private static final RouteTimeouts IMPATIENT = new RouteTimeouts(null, 300L, null, null);

    private static EdgeHouse house;

    @BeforeAll
    static void open() {
        house = EdgeHouse.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Protocol protocol : List.of(Protocol.OPENAI, Protocol.ANTHROPIC)) {
                cases.add(Arguments.of(fault, protocol, false));
                cases.add(Arguments.of(fault, protocol, true));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsTheRightThing(Fault fault, Protocol protocol, boolean stream) throws Exception {
        Words words = protocol == Protocol.OPENAI ? FaultWords.OPEN_AI : FaultWords.ANTHROPIC;
        CountDownLatch gate = new CountDownLatch(1);
        try (FakeProvider provider = FakeProvider.scripted(_ -> fault.reply(words, stream, gate));
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(page(provider, protocol, fault));
            wire.send(request(stream));
            FakeProvider.Received asked = provider.take();
            gate.countDown();

            Wire.Response answer = wire.read();

            FailureCode told = fault.told();
            if (told == null) {
                checkWhole(answer, stream, fault);
            } else {
                checkFailed(answer, told);
            }
            if (fault == Fault.HANG || fault == Fault.HUGE) {
                asked.awaitLeft();
            }
        }
    }

    private static void checkWhole(Wire.Response answer, boolean stream, Fault fault) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(stream ? streamed(answer.body()) : whole(answer.body()))
                .isEqualTo(Words.TEXT + "/end_turn");
        CompleteCall last = house.journal.all(CompleteCall.class).getLast();
        assertThat(answer.field("x-affidavit-call-id")).isEqualTo(last.callId().toString());
        assertThat(last.metered().source())
                .isEqualTo(fault.isMetered() ? UsageSource.REPORTED : UsageSource.ESTIMATED);
        assertThat(last.metered().usage().totalOutput()).isPositive();
    }

    private static void checkFailed(Wire.Response answer, FailureCode told) {
        FailCall last = house.journal.all(FailCall.class).getLast();
        assertThat(answer.field("x-affidavit-call-id")).isEqualTo(last.callId().toString());
        assertThat(last.failure()).isEqualTo(told);
        String body = answer.body();
        assertThat(body).doesNotContain("<html>", "message_delta", "message_stop", "[DONE]");
        int error = body.indexOf("{\"type\":\"error\",");
        assertThat(error).isNotNegative();
        JsonNode envelope = JSON.readTree(body.substring(error).strip());
        assertThat(envelope.get("request_id").stringValue()).isEqualTo(answer.field("request-id"));
        String type =
                switch (told) {
                    case UPSTREAM_RATE_LIMITED -> "rate_limit_error";
                    case UPSTREAM_OVERLOADED -> "overloaded_error";
                    case UPSTREAM_TIMEOUT -> "timeout_error";
                    default -> "api_error";
                };
        assertThat(envelope.get("error").get("type").stringValue()).isEqualTo(type);
        if (answer.status() == 200) {
            assertThat(body.substring(0, error)).endsWith("event: error\ndata: ");
        } else {
            assertThat(answer.status()).isEqualTo(new AnthropicErrorForm().status(told));
        }
    }

    private static String whole(String body) {
        JsonNode message = JSON.readTree(body);
        StringBuilder text = new StringBuilder();
        message.get("content").forEach(block -> text.append(block.path("text").asString("")));
        return text + "/" + message.get("stop_reason").stringValue();
    }

    private static String streamed(String body) {
        StringBuilder text = new StringBuilder();
        String reason = "";
        for (String line : body.split("\n", -1)) {
            if (line.startsWith("data: ")) {
                JsonNode delta = JSON.readTree(line.substring("data: ".length())).path("delta");
                text.append(delta.path("text").asString(""));
                reason = delta.path("stop_reason").asString(reason);
            }
        }
        assertThat(body).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        return text + "/" + reason;
    }

    private static String request(boolean stream) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"stream\":"
                        + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        return Wire.post("/v1/messages", Pages.KEY, body)
                .replace("host: edge", "host: edge\r\nanthropic-version: 2023-06-01");
    }

    private static CatalogPage page(FakeProvider provider, Protocol protocol, Fault fault) {
        return Pages.routed(
                protocol == Protocol.OPENAI
                        ? Pages.behind(provider)
                        : Pages.anthropic(provider.baseUrl(), "claude-sonnet-4-5"),
                new CatalogPage.Route(
                        new Alias("m"),
                        Strategy.ORDERED,
                        new RouteRules(
                                Fallbacks.NONE,
                                ONCE,
                                fault == Fault.HANG ? IMPATIENT : RouteTimeouts.NODE,
                                UnsupportedParameters.REFUSE,
                                null),
                        false));
    }
}
