package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.value.FailureCode;
import io.micrometer.core.instrument.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each class of failure against real sockets: where the next attempt goes, when, and whether.
class RetriesTest extends RouteFixture {

    /// Lets a call wait for longer than any test has patience.
    private static final RetryRules LONG = new RetryRules(3, 2, 4, 60_000, true);

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 503, 504, 520, 524, 529})
    void repeatsOnceAtTheSameDeploymentWhatMayPass(int status) throws Exception {
        boolean isTimeout = status == 408 || status == 504 || status == 524;
        FakeProvider first = at("m", 0, Reply.json(status, "{}"), Bodies.reply(false));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        // Who had the whole request and its time is not asked a second time.
        assertThat(first.waiting()).isEqualTo(isTimeout ? 1 : 2);
        assertThat(second.waiting()).isEqualTo(isTimeout ? 1 : 0);
        RouteChoice next = house.journal.await(FailAttempt.class).next();
        assertThat(next.candidates().getFirst().again()).isEqualTo(!isTimeout);
        assertThat(next.delayMillis()).isBetween(isTimeout ? 0L : 1L, 2L);
    }

    @Test
    void goesToTheNextDeploymentWhenTheRepetitionFailsToo() throws Exception {
        FakeProvider first = at("m", 0, Reply.json(500, "{}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(first.waiting()).isEqualTo(2);
        assertThat(second.waiting()).isEqualTo(1);
    }

    @Test
    void keepsTheLastAttemptForAnotherDeployment() throws Exception {
        FakeProvider first = at("m", 0, Reply.json(500, "{}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, new RetryRules(2, 2, 4, 0, true)));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(first.waiting()).isEqualTo(1);
        assertThat(second.waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 404, 429})
    void goesStraightToTheNextDeployment(int status) throws Exception {
        FakeProvider first = at("m", 0, Reply.json(status, "{}", "retry-after: 1"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(first.waiting()).isEqualTo(1);
        assertThat(second.waiting()).isEqualTo(1);
        assertThat(house.journal.await(FailAttempt.class).next().delayMillis()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"400", "413", "415", "422"})
    void neverRepeatsARequestThatIsWrong(int status) throws Exception {
        at("m", 0, Reply.json(status, "{\"error\":{\"message\":\"wrong\"}}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        FakeProvider other = at("other", 0, Bodies.reply(false));
        show(route(any("other"), QUICK));

        assertThat(call(false).status()).isBetween(400, 499);

        assertThat(second.connections() + other.connections()).isZero();
        assertThat(house.journal.await(FailAttempt.class).next()).isNull();
    }

    @Test
    void waitsForTheOnlyDeploymentThatSaysWhenItHasRoom() throws Exception {
        FakeProvider only =
                at("m", 0, Reply.json(429, "{}", "retry-after-ms: 3"), Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(only.waiting()).isEqualTo(2);
        assertThat(house.journal.await(FailAttempt.class).next().delayMillis()).isEqualTo(1_000);
        assertThat(house.journal.all(CoolDeployment.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30, 20000, 600000", "5, 4000, 600000", "5, 20000, 4000"})
    void doesNotWaitForLongerThanTheRouteAndTheCallAllow(int asked, long longest, long total)
            throws Exception {
        at("m", 0, Reply.json(429, "{}", "retry-after: " + asked));
        show(
                route(
                        Fallbacks.NONE,
                        new RetryRules(3, 2, 4, longest, true),
                        new RouteTimeouts(null, null, null, total)));

        Wire.Response answer = call(false);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.field("retry-after")).isEqualTo(Integer.toString(asked));
        assertThat(house.journal.await(FailAttempt.class).next()).isNull();
    }

    @Test
    void endsAWaitWhenTheClientLeaves() throws Exception {
        FakeProvider only = at("m", 0, Reply.json(429, "{}", "retry-after: 45"));
        show(route(Fallbacks.NONE, LONG));
        Wire wire = Wire.to(house.port());
        wire.send(Wire.chat(Pages.KEY, Bodies.request(false)));
        house.journal.await(FailAttempt.class);

        wire.close();

        CompleteCall ended = house.journal.await(CompleteCall.class);
        assertThat(ended.outcome()).isEqualTo(CallOutcome.CLIENT_CLOSED);
        assertThat(ended.metered().usage().totalInput()).isZero();
        assertThat(ended.attempts()).isEqualTo(1);
        assertThat(only.waiting()).isEqualTo(1);
    }

    @Test
    void endsAWaitWhenTheGatewayStops() throws Exception {
        FakeProvider only = at("m", 0, Reply.json(429, "{}", "retry-after: 45"));
        show(route(Fallbacks.NONE, LONG));
        try (Wire wire = Wire.to(house.port())) {
            wire.send(Wire.chat(Pages.KEY, Bodies.request(false)));
            house.journal.await(FailAttempt.class);

            house.calls.stopAll(FailureCode.SHUTTING_DOWN);

            assertThat(wire.read().body()).contains("\"server_is_shutting_down\"");
        }
        FailCall ended = house.journal.await(FailCall.class);
        assertThat(ended.failure()).isEqualTo(FailureCode.SHUTTING_DOWN);
        assertThat(ended.attempts()).isEqualTo(1);
        assertThat(only.waiting()).isEqualTo(1);
        double counted =
                house.registry.find("affidavit.attempts").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum();
        assertThat(counted).isEqualTo(1);
    }

    @Test
    void triesAnotherDeploymentAfterASilenceUnlessTheRouteForbidsIt() throws Exception {
        RouteTimeouts impatient = new RouteTimeouts(null, 50L, null, null);
        at("m", 0, Reply.nothing().hang());
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK, impatient));

        assertThat(call(false).status()).isEqualTo(200);
        assertThat(house.journal.await(FailAttempt.class).mayBeCharged()).isTrue();

        show(route(Fallbacks.NONE, new RetryRules(3, 2, 4, 0, false), impatient));
        Wire.Response answer = call(false);

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.field("x-should-retry")).isEqualTo("false");
        assertThat(second.waiting()).isEqualTo(1);
    }

    @Test
    void givesTheWholeCallItsRoutesTime() throws Exception {
        FakeProvider first = at("m", 0, Reply.nothing().hang());
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK, new RouteTimeouts(null, null, null, 100L)));

        assertThat(call(false).status()).isEqualTo(504);

        assertThat(first.waiting()).isEqualTo(1);
        assertThat(second.connections()).isZero();
    }

    @Test
    void triesNothingFurtherThatIsNotOnRecord() throws Exception {
        at("m", 0, Reply.json(429, "{}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));
        house.journal.fate(command ->
                command instanceof FailAttempt ? FailureCode.EVIDENCE_UNAVAILABLE : null);

        assertThat(call(false).status()).isEqualTo(503);

        assertThat(second.connections()).isZero();
        assertThat(house.journal.await(FailCall.class).failure())
                .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE);
    }
}
