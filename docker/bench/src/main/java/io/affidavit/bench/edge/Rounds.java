package io.affidavit.bench.edge;

import io.affidavit.bench.measure.MachineClock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The order of events: a probe, the warm-up, then every step once in each round. Where a step is
/// measured with and without the gateway, the two follow each other and swap places every round, so
/// that a drift of the machine hits both.
///
/// @param direct leads to the mock
/// @param through leads to the gateway
record Rounds(Options options, LoadClient direct, LoadClient through, Meter meter) {

    private static final Duration PROBE = Duration.ofMillis(200);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int WARM_CALLS = 20_000;
    private static final int MAX_STRETCH = 4;

    void run(EdgeReport report) throws InterruptedException, IOException, SQLException {
        List<Step> steps =
                options.groups().stream().map(Step.GROUPS::get).flatMap(List::stream).toList();
        probe(report);
        for (Step step : Step.WARM_UP) {
            warmUp(step, report.everything());
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (Step step : steps) {
                boolean directFirst = round % 2 == 0;
                if (step.direct() && directFirst) {
                    report.add(measureDirect(step));
                }
                report.add(tell(measure(step, report)));
                if (step.direct() && !directFirst) {
                    report.add(measureDirect(step));
                }
            }
        }
    }

    /// Nothing is worth measuring unless both kinds of answer arrive whole.
    private void probe(EdgeReport report) throws InterruptedException {
        for (boolean stream : List.of(false, true)) {
            Load load = Load.start(through, new Pace.Closed(1), stream);
            Thread.sleep(PROBE);
            load.stop();
            Tally tally = load.nextWindow();
            report.everything().add(tally);
            if (tally.failed() > 0) {
                throw new IllegalStateException("the probe failed: " + tally.firstFailure());
            }
        }
    }

    /// As long as asked for, and longer where that brought too few calls for the compilers: on a
    /// busy machine they are the most part of the first minute's CPU time.
    private void warmUp(Step step, Tally everything) throws InterruptedException {
        Duration share = options.warmUp().dividedBy(Step.WARM_UP.size());
        long began = System.nanoTime();
        long answered = 0;
        long seconds = 0;
        Load load = Load.start(through, step.pace(), step.stream());
        while (seconds < share.toSeconds()
                || (answered < WARM_CALLS && seconds < share.toSeconds() * MAX_STRETCH)) {
            Thread.sleep(LOOK_AGAIN);
            Tally tally = load.nextWindow();
            answered += tally.answered();
            everything.add(tally);
            seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        }
        load.stop();
        everything.add(load.nextWindow());
        System.err.printf("bench: warm-up, %s: %d calls in %d s%n", step.name(), answered, seconds);
    }

    private Measurement measure(Step step, EdgeReport report)
            throws InterruptedException, IOException, SQLException {
        return meter.measure(step, false, through, options.duration(), report.everything());
    }

    /// Half as long: nothing about it is rare.
    private Measurement measureDirect(Step step)
            throws InterruptedException, IOException, SQLException {
        return meter.measure(step, true, direct, options.duration().dividedBy(2), new Tally());
    }

    /// Progress, for whoever waits.
    private static Measurement tell(Measurement measurement) {
        System.err.printf(
                Locale.ROOT,
                "bench: %s: %.0f calls/s, %.0f + %.0f µs, load average %.1f%n",
                measurement.step().name(),
                measurement.callsPerSecond(),
                measurement.jvmMicros(),
                measurement.databaseMicros(),
                MachineClock.loadAverage());
        return measurement;
    }
}
