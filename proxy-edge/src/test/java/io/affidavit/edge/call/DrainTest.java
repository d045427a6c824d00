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
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the gateway stops, and what it does when it is no longer entitled or has no room.
class DrainTest {

    @Test
    void letsRunningCallsEndAndRefusesNewOnes() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Reply slow =
                Reply.streamHead()
                        .chunk(Bodies.content("hello") + "\n\n")
                        .gate(goOn)
                        .chunk(Bodies.finish() + "\n\n")
                        .chunk("data: [DONE]\n\n")
                        .then("0\r\n\r\n");
        try (FakeProvider provider = FakeProvider.start(slow);
                EdgeHouse house = EdgeHouse.open();
                Wire running = Wire.to(house.port());
                Wire idle = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            assertThat(idle.send(Wire.get("/health/ready", "")).read().status()).isEqualTo(200);
            running.send(Wire.chat(Pages.KEY, Bodies.request(true)));
            running.readHead();
            running.chunk();

            house.calls.drain();

            Wire.Response ready = idle.send(Wire.get("/health/ready", "")).read();
            assertThat(ready.status()).isEqualTo(503);
            Wire.Response refused = idle.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("connection")).isEqualTo("close");
            assertThat(idle.isClosedByPeer()).isTrue();
            try (Wire late = Wire.to(house.port())) {
                assertThat(late.send(Wire.get("/v1/models", Pages.KEY)).read().status())
                        .isEqualTo(503);
            }

            goOn.countDown();

            assertThat(house.calls.awaitIdle(Duration.ofSeconds(20))).isTrue();
            String last = running.chunk();
            assertThat(last).endsWith("data: [DONE]\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 40, -3})
    void tellsAClientWhoseRequestDidNotComeAsAWhole(int part) throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire idle = Wire.to(house.port());
                Wire half = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            assertThat(idle.send(Wire.get("/health/live", "")).read().status()).isEqualTo(200);
            assertThat(half.send(Wire.get("/health/live", "")).read().status()).isEqualTo(200);
            String request = Wire.chat(Pages.KEY, Bodies.request(true));
            int length = part < 0 ? request.length() + part : part;
            half.send(request.substring(0, length));
            assertThat(idle.send(Wire.get("/health/live", "")).read().status()).isEqualTo(200);
            house.drain();

            house.end();

            Wire.Response told = half.read();
            assertThat(told.status()).isEqualTo(503);
            assertThat(told.body()).contains("\"server_is_shutting_down\"");
            assertThat(told.field("connection")).isEqualTo("close");
            assertThat(told.field("x-should-retry")).isEqualTo("true");
            assertThat(idle.isClosedByPeer()).isTrue();
            assertThat(house.journal.commands()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsAndConcludesCallsThatTakeTooLong(boolean stream) throws Exception {
        Reply hanging =
                stream
                        ? Reply.streamHead().chunk(Bodies.content("hello") + "\n\n").hang()
                        : Reply.nothing().hang();
        try (FakeProvider provider = FakeProvider.start(hanging);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            wire.send(Wire.chat(Pages.KEY, Bodies.request(stream)));
            FakeProvider.Received received = provider.take();
            if (stream) {
                wire.readHead();
                wire.chunk();
            }
            house.calls.drain();
            assertThat(house.calls.awaitIdle(Duration.ofMillis(1))).isFalse();

            house.calls.stopAll(FailureCode.SHUTTING_DOWN);

            received.awaitLeft();
            String end = stream ? wire.chunk() : wire.read().body();
            assertThat(end).contains("\"server_is_shutting_down\"").doesNotContain("[DONE]");
            assertThat(house.journal.await(FailCall.class).failure())
                    .isEqualTo(FailureCode.SHUTTING_DOWN);
            assertThat(house.calls.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void forwardsNothingPastItsLease(boolean stream, boolean takenAgain) throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        Reply reply =
                stream
                        ? Reply.streamHead()
                                .chunk(Bodies.content("hello") + "\n\n")
                                .gate(paused)
                                .chunk(Bodies.content("secret") + "\n\n")
                                .hang()
                        : Bodies.behind(paused, Bodies.reply(false));
        try (FakeProvider provider = FakeProvider.start(reply);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            wire.send(Wire.chat(Pages.KEY, Bodies.request(stream)));
            provider.take();
            if (stream) {
                wire.readHead();
                wire.chunk();
            }
            if (takenAgain) {
                house.leases.incrementAndGet();
            } else {
                house.lease.set(false);
            }
            paused.countDown();

            String rest = stream ? wire.chunk() : wire.read().body();

            assertThat(rest).contains("evidence_unavailable").doesNotContain("secret");
            assertThat(rest).doesNotContain("hello world");
        }
    }

    @Test
    void sendsNothingUpstreamWhenItsLeaseLapsedDuringAdmission() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            house.journal.fate(command -> {
                if (command instanceof AdmitCall) {
                    house.leases.incrementAndGet();
                }
                return null;
            });

            Wire.Response refused = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(house.journal.await(FailCall.class).failure())
                    .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE);
            assertThat(provider.waiting()).isZero();
        }
    }

    @Test
    void breaksOffAnAnswerThatAllAnswersTogetherLeaveNoRoomFor() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        Reply large =
                Reply.streamHead()
                        .chunk(Bodies.content("x".repeat(7 * 1024 * 1024)) + "\n\n")
                        .gate(rest)
                        .chunk(Bodies.finish() + "\n\ndata: [DONE]\n\n")
                        .then("0\r\n\r\n");
        try (FakeProvider provider = FakeProvider.start(large);
                EdgeHouse house = EdgeHouse.open();
                Wire first = Wire.to(house.port());
                Wire second = Wire.to(house.port());
                Wire third = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            String ask = Wire.chat(Pages.KEY, Bodies.request(true));
            for (Wire wire : List.of(first, second)) {
                assertThat(wire.send(ask).readHead().status()).isEqualTo(200);
                wire.chunk();
            }

            Wire.Response refused = third.send(ask).read();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("\"server_is_overloaded\"");
            rest.countDown();
            for (Wire wire : List.of(first, second)) {
                assertThat(wire.chunk()).contains("stop");
            }
            assertThat(third.send(ask).read().status()).isEqualTo(200); // what ended made room
        }
    }

    @Test
    void refusesWhatItHasNoRoomFor() throws Exception {
        CountDownLatch admitting = new CountDownLatch(1);
        CountDownLatch admit = new CountDownLatch(1);
        try (EdgeHouse house = EdgeHouse.open(EdgeHouse.LIMITS, 1);
                Wire first = Wire.to(house.port());
                Wire second = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            house.journal.fate(command -> {
                if (command instanceof AdmitCall) {
                    admitting.countDown();
                    await(admit);
                }
                return null;
            });
            first.send(Wire.chat(Pages.KEY, Bodies.request(false)));
            await(admitting);

            Wire.Response refused = second.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("\"server_is_overloaded\"");
            assertThat(refused.field("retry-after")).isEqualTo("1");
            admit.countDown();
            assertThat(first.read().status()).isEqualTo(200);
            house.journal.await(CompleteCall.class);
        }
    }

    @Test
    void judgesNobodyByAStaleCatalogue() throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            house.catalog.current(false);

            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read().status())
                    .isEqualTo(503);
            assertThat(wire.send(Wire.get("/health/ready", "")).read().status()).isEqualTo(503);
            assertThat(wire.send(Wire.get("/health/live", "")).read().status()).isEqualTo(200);
            assertThat(house.journal.commands()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
