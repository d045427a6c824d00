package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.value.FailureCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must be durable before what becomes visible.
class OrderTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void admitsBeforeTheProviderSeesAByte(boolean stream) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(stream));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            AtomicInteger connectionsAtAdmission = new AtomicInteger(-1);
            house.journal.fate(command -> {
                if (command instanceof AdmitCall) {
                    connectionsAtAdmission.set(provider.connections());
                }
                return null;
            });

            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read().status())
                    .isEqualTo(200);

            assertThat(connectionsAtAdmission).hasValue(0);
            provider.take();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsNothingUpstreamThatIsNotAdmitted(boolean stream) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(stream));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            house.journal.fate(_ -> FailureCode.EVIDENCE_UNAVAILABLE);

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("\"evidence_unavailable\"");
            assertThat(answer.field("x-should-retry")).isEqualTo("false");
            assertThat(answer.field("x-affidavit-call-id")).isNotEmpty();
            assertThat(provider.connections()).isZero();
        }
    }

    @Test
    void passesContentButHoldsTheEndUntilItIsOnRecord() throws Exception {
        CountDownLatch concluding = new CountDownLatch(1);
        CountDownLatch conclude = new CountDownLatch(1);
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(true));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            house.journal.fate(command -> {
                if (command instanceof CompleteCall) {
                    concluding.countDown();
                    awaitOpen(conclude);
                }
                return null;
            });
            wire.send(Wire.chat(Pages.KEY, Bodies.request(true)));
            wire.readHead();
            awaitOpen(concluding);
            StringBuilder before = new StringBuilder();
            while (!before.toString().contains("world")) {
                before.append(wire.chunk());
            }
            assertThat(wire.available()).as("bytes before the conclusion").isZero();

            conclude.countDown();

            StringBuilder after = new StringBuilder();
            for (String chunk = wire.chunk(); !chunk.isEmpty(); chunk = wire.chunk()) {
                after.append(chunk);
            }
            assertThat(before).doesNotContain("\"stop\"").doesNotContain("[DONE]");
            assertThat(after).contains("\"stop\"").endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void holdsAWholeAnswerUntilItIsOnRecord() throws Exception {
        CountDownLatch concluding = new CountDownLatch(1);
        CountDownLatch conclude = new CountDownLatch(1);
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            house.journal.fate(command -> {
                if (command instanceof CompleteCall) {
                    concluding.countDown();
                    awaitOpen(conclude);
                }
                return null;
            });
            wire.send(Wire.chat(Pages.KEY, Bodies.request(false)));
            awaitOpen(concluding);
            assertThat(wire.available()).isZero();

            conclude.countDown();

            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotTellAnEndThatCannotBeRecorded(boolean stream) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(stream));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            house.journal.fate(command ->
                    command instanceof CompleteCall
                                    || (command instanceof FailCall && tries.incrementAndGet() < 2)
                            ? FailureCode.EVIDENCE_UNAVAILABLE
                            : null);

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read();

            assertThat(answer.body()).contains("evidence_unavailable").doesNotContain("[DONE]");
            assertThat(answer.status()).isEqualTo(stream ? 200 : 503);
            assertThat(!stream || wire.isClosedByPeer()).isTrue();
            FailCall late = house.journal.await(FailCall.class);
            assertThat(late.failure()).isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE);
            assertThat(late.metered().usage().totalOutput()).isEqualTo(2);
        }
    }

    @Test
    void recordsAFailedAttemptBeforeTheNextOneStarts() throws Exception {
        AtomicInteger connectionsAtFailure = new AtomicInteger(-1);
        try (FakeProvider broken = FakeProvider.start(Reply.json(429, "{}"));
                FakeProvider sound = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(broken, sound));
            house.journal.fate(command -> {
                if (command instanceof FailAttempt) {
                    connectionsAtFailure.set(sound.connections());
                }
                return null;
            });

            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read().status())
                    .isEqualTo(200);

            assertThat(connectionsAtFailure).hasValue(0);
            FailAttempt failed = house.journal.await(FailAttempt.class);
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(failed.next().chosen()).isEqualTo(completed.deployment());
            assertThat(failed.upstreamStatus()).isEqualTo(429);
            assertThat(completed.provider().value()).isEqualTo("p1");
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
