package io.affidavit.edge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.value.FailureCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Each call counts once, where its fact became durable.
class EdgeMetersTest {

    @Test
    void countsACompletedCallWithItsTokensAndTimes() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(true));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(true))).read().status())
                    .isEqualTo(200);

            CompleteCall done = house.journal.await(CompleteCall.class);
            assertThat(
                            count(
                                    house,
                                    "affidavit.calls",
                                    "outcome",
                                    "completed",
                                    "surface",
                                    "chat_completions",
                                    "protocol",
                                    "openai"))
                    .isEqualTo(1);
            assertThat(count(house, "affidavit.calls")).isEqualTo(1);
            assertThat(count(house, "affidavit.attempts", "outcome", "answered")).isEqualTo(1);
            assertThat(count(house, "affidavit.tokens"))
                    .isEqualTo((double) done.metered().usage().total())
                    .isPositive();
            for (String phase : new String[] {"admission", "first_byte", "total"}) {
                assertThat(time(house, phase).count()).as(phase).isEqualTo(1);
            }
            assertThat(time(house, "total").totalTime(TimeUnit.MICROSECONDS))
                    .isGreaterThanOrEqualTo(
                            time(house, "admission").totalTime(TimeUnit.MICROSECONDS));
        }
    }

    @Test
    void countsAFailedCallByTheReasonOfEachAttempt() throws Exception {
        try (FakeProvider provider =
                        FakeProvider.start(Reply.json(400, "{\"error\":{\"message\":\"no\"}}"));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read().status())
                    .isEqualTo(400);

            assertThat(count(house, "affidavit.calls", "outcome", "failed")).isEqualTo(1);
            assertThat(count(house, "affidavit.attempts", "outcome", "answered")).isZero();
            assertThat(count(house, "affidavit.attempts", "outcome", "upstream_rejected"))
                    .isEqualTo(1);
        }
    }

    @Test
    void countsWhatIsRefusedBeforeItIsACall() throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            wire.send(Wire.chat("sk-aff-wrong", Bodies.request(false))).read();
            assertThat(count(house, "affidavit.refusals", "reason", "invalid_api_key"))
                    .isEqualTo(1);
            assertThat(count(house, "affidavit.calls")).isZero();
        }
    }

    @Test
    void countsNothingAsDoneThatIsNotOnRecord() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            house.journal.fate(_ -> FailureCode.EVIDENCE_UNAVAILABLE);
            wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(count(house, "affidavit.recording.failures")).isEqualTo(1);
            assertThat(count(house, "affidavit.refusals", "reason", "evidence_unavailable"))
                    .isEqualTo(1);
            assertThat(count(house, "affidavit.calls", "outcome", "completed")).isZero();
            assertThat(time(house, "admission").count()).isZero();
        }
    }

    private static double count(EdgeHouse house, String name, String... tags) {
        return house.registry.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static Timer time(EdgeHouse house, String phase) {
        return house.registry.get("affidavit.call.duration").tag("phase", phase).timer();
    }
}
