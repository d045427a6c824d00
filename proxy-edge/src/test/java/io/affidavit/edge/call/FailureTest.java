package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Providers that fail, before and after the client has seen something.
class FailureTest {

    @ParameterizedTest
    @CsvSource({
        "500, 502, upstream_error, true, UPSTREAM_ERROR",
        "503, 503, server_is_overloaded, true, UPSTREAM_OVERLOADED",
        "429, 429, rate_limit_exceeded, true, UPSTREAM_RATE_LIMITED",
        "401, 502, upstream_auth_error, false, UPSTREAM_AUTH_ERROR",
        "302, 502, upstream_error, true, UPSTREAM_ERROR"
    })
    void tellsTheClientWhatAProvidersStatusMeans(
            int upstream, int status, String code, String retry, FailureCode failure)
            throws Exception {
        Reply reply = Reply.json(upstream, "<html>secret vendor text</html>", "retry-after: 900");
        try (FakeProvider provider = FakeProvider.start(reply);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).contains("\"" + code + "\"").doesNotContain("vendor");
            assertThat(answer.field("x-should-retry")).isEqualTo(retry);
            if (status == 429) {
                assertThat(answer.field("retry-after")).as("never a long wait").isEqualTo("60");
            }
            FailAttempt attempt = house.journal.await(FailAttempt.class);
            assertThat(attempt.next()).isNull();
            assertThat(attempt.failure()).isEqualTo(failure);
            assertThat(house.journal.await(FailCall.class).failure()).isEqualTo(failure);
        }
    }

    @Test
    void passesTheProvidersWordsAboutTheRequestItself() throws Exception {
        Reply reply =
                Reply.json(
                        400,
                        "{\"error\":{\"message\":\"temperature must be <= 2\","
                                + "\"type\":\"invalid_request_error\",\"param\":\"temperature\"}}");
        try (FakeProvider provider = FakeProvider.start(reply);
                FakeProvider never = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider, never));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("temperature must be <= 2", "\"param\":\"temperature\"");
            assertThat(never.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void triesEachDeploymentOnceAndRecordsEveryChoice(boolean stream) throws Exception {
        try (FakeProvider first = FakeProvider.start(Reply.json(429, "{}"));
                FakeProvider second = FakeProvider.start(Reply.nothing().reset());
                FakeProvider third = FakeProvider.start(Bodies.reply(stream));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(first, second, third));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read();

            assertThat(answer.status()).isEqualTo(200);
            List<FailAttempt> failed = house.journal.all(FailAttempt.class);
            assertThat(failed).extracting(FailAttempt::attempt).containsExactly(1, 2);
            assertThat(failed.getLast().next().candidates())
                    .extracting(Candidate::dropped)
                    .containsExactly(DropReason.ALREADY_TRIED, DropReason.ALREADY_TRIED, null);
            assertThat(house.journal.await(CompleteCall.class).provider().value()).isEqualTo("p2");
        }
    }

    @Test
    void stopsAfterThreeAttempts() throws Exception {
        try (FakeProvider broken = FakeProvider.start(Reply.json(500, "{}"));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(broken, broken, broken, broken));

            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read().status())
                    .isEqualTo(502);

            assertThat(house.journal.await(FailCall.class).attempts()).isEqualTo(3);
            assertThat(house.journal.all(FailAttempt.class)).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reset", "broken", "error", "no finish"})
    void endsAStreamThatBreaksOffWithAnErrorAndNoDone(String how) throws Exception {
        Reply begun = Reply.streamHead().chunk(Bodies.content("hello") + "\n\n");
        Reply reply =
                switch (how) {
                    case "cut" -> begun.close();
                    case "reset" -> begun.reset();
                    case "broken" -> begun.chunk("data: {nonsense\n\n").hang();
                    case "error" ->
                            begun.chunk("data: {\"error\":{\"message\":\"vendor\"}}\n\n").hang();
                    default -> begun.then("0\r\n\r\n");
                };
        try (FakeProvider provider = FakeProvider.start(reply);
                FakeProvider never = FakeProvider.start(Bodies.reply(true));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider, never));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(true))).read();

            assertThat(answer.body()).contains("hello", "data: {\"error\":");
            assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("vendor");
            assertThat(wire.isClosedByPeer()).isTrue();
            assertThat(never.connections()).isZero();
            FailAttempt attempt = house.journal.await(FailAttempt.class);
            assertThat(attempt.phase()).isEqualTo(AttemptPhase.BODY);
            assertThat(attempt.mayBeCharged()).isTrue();
            FailCall failed = house.journal.await(FailCall.class);
            assertThat(failed.metered().source()).isEqualTo(UsageSource.ESTIMATED);
            assertThat(failed.parts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":", "[]", "", "<html>", "{\"error\":{\"message\":\"x\"}}"})
    void takesABrokenWholeAnswerForAFailedAttempt(String body) throws Exception {
        try (FakeProvider broken = FakeProvider.start(Reply.json(200, body));
                FakeProvider sound = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(broken, sound));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.body()).isEqualTo(Bodies.whole());
            assertThat(house.journal.await(FailAttempt.class).failure())
                    .isEqualTo(FailureCode.UPSTREAM_ERROR);
        }
    }

    @Test
    void keepsWhatAProviderSaysOfItselfOutOfRecordsUnlessItIsAName() throws Exception {
        String odd = Bodies.whole().replace("m-1", "m 1\\u0000").replace("c-1", "x".repeat(200));
        try (FakeProvider provider = FakeProvider.start(Reply.json(200, odd));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read().body())
                    .isEqualTo(odd);

            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(completed.upstreamModel()).isNull();
            assertThat(completed.providerRequestId()).isNull();
            assertThat(completed.finishReason()).isEqualTo("stop");
        }
    }
}
