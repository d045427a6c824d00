package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Header fields that tell clients what their limits have left.
class RateHeadersTest {

    private static final Instant AT = Instant.parse("2026-11-26T00:00:00Z");
    private static final List<RateLeft> RATES =
            List.of(
                    new RateLeft(
                            LimitUnit.REQUESTS, LimitWindow.MINUTE, 60, 7, AT, AT.plusSeconds(61)),
                    new RateLeft(LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000, 300, AT, null));

    private static final String VERSIONED = "host: edge\r\nanthropic-version: 2023-06-01";
    private static final String MESSAGE =
            "{\"model\":\"m\",\"max_tokens\":9,\"stream\":%s,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private static EdgeHouse limited() {
        EdgeHouse house = EdgeHouse.open();
        house.journal.answer(
                command -> command instanceof AdmitCall ? new Admission(RATES, List.of()) : null);
        return house;
    }

    private static void tells(Wire.Response answer, String left) {
        assertThat(answer.head())
                .contains(
                        "x-ratelimit-limit-requests: 60",
                        "x-ratelimit-remaining-requests: " + left,
                        "x-ratelimit-reset-requests: 1m1s",
                        "x-ratelimit-limit-tokens: 1000",
                        "x-ratelimit-remaining-tokens: 300");
        assertThat(answer.field("x-ratelimit-reset-tokens")).isEmpty();
        assertThat(answer.field("x-affidavit-call-id")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void standOnAnswersAndStreams(boolean stream) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(stream));
                EdgeHouse house = limited();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            tells(wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read(), "7");
        }
    }

    @Test
    void standOnFailures() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Reply.json(400, "{\"error\":{}}"));
                EdgeHouse house = limited();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isEqualTo(400);
            tells(answer, "7");
        }
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMIT_EXCEEDED, requests", "TOKEN_LIMIT_EXCEEDED, tokens"})
    void standOnWhatALimitRefused(FailureCode code, String type) throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            RateLeft none =
                    new RateLeft(
                            LimitUnit.REQUESTS, LimitWindow.MINUTE, 60, 0, AT, AT.plusSeconds(61));
            house.journal.answer(command -> {
                throw new Refusal(
                                code,
                                "Limit lim_1 has no room.",
                                1_500L,
                                List.of(none, RATES.getLast()))
                        .exception();
            });

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.body())
                    .contains("\"type\":\"" + type + "\"", "\"code\":\"rate_limit_exceeded\"");
            assertThat(answer.field("retry-after")).isEqualTo("2");
            tells(answer, "0");
            assertThat(house.registry.counter("affidavit.recording.failures").count()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "61000,true,true,60",
        "61001,false,false,62",
        "60000,false,true,60",
        "3539001,true,false,3540",
        "-,false,false,3600",
        "1,true,true,1"
    })
    void tellWhenThereIsRoomAndWhetherToWaitForIt(
            String millis, boolean anthropic, String retry, String after) throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            house.journal.answer(command -> {
                throw new Refusal(
                                FailureCode.RATE_LIMIT_EXCEEDED,
                                "Limit lim_2 has no room.",
                                millis.equals("-") ? null : Long.valueOf(millis),
                                List.of())
                        .exception();
            });
            String ask =
                    anthropic
                            ? Wire.post("/v1/messages", Pages.KEY, MESSAGE.formatted(false))
                                    .replace("host: edge", VERSIONED)
                            : Wire.chat(Pages.KEY, Bodies.request(true));

            Wire.Response answer = wire.send(ask).read();

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.field("x-should-retry")).isEqualTo(retry);
            assertThat(answer.field("retry-after")).isEqualTo(after);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void speakAnthropicsDialectToItsClients(boolean stream) throws Exception {
        try (EdgeHouse house = limited();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            String ask =
                    Wire.post("/v1/messages", Pages.KEY, MESSAGE.formatted(stream))
                            .replace("host: edge", VERSIONED);

            Wire.Response answer = wire.send(ask).read();

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.head())
                    .contains(
                            "anthropic-ratelimit-requests-limit: 60",
                            "anthropic-ratelimit-requests-remaining: 7",
                            "anthropic-ratelimit-requests-reset: 2026-11-26T00:01:01Z",
                            "anthropic-ratelimit-tokens-remaining: 300");
            assertThat(answer.head()).noneMatch(line -> line.startsWith("x-ratelimit"));
        }
    }

    @Test
    void areAbsentWithoutLimits() throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head()).noneMatch(line -> line.contains("ratelimit"));
        }
    }
}
