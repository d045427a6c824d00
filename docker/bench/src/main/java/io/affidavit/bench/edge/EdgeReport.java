package io.affidavit.bench.edge;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Gathers all measurements and says what they show.
final class EdgeReport {

    private final Options options;
    private final Map<String, String> durability;
    private final String fileSystem;
    private final List<Measurement> measurements = new ArrayList<>();
    private final Tally everything = new Tally();
    private long recorded;

    EdgeReport(Options options, Map<String, String> durability, String fileSystem) {
        this.options = options;
        this.durability = durability;
        this.fileSystem = fileSystem;
    }

    /// Every call that was sent through the gateway, the warm-up's too.
    Tally everything() {
        return everything;
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    /// @param calls how many the gateway itself has counted
    void compareWith(long calls) {
        recorded = calls;
    }

    /// Whether every call was answered and is on record.
    boolean isSound() {
        return everything.failed() == 0 && recorded == everything.answered();
    }

    String text() {
        StringBuilder text = new StringBuilder("# Edge benchmark\n\n").append(circumstances());
        List<Step> steps = measurements.stream().map(Measurement::step).distinct().toList();
        text.append('\n').append(costs(steps));
        List<Step> compared = steps.stream().filter(Step::direct).toList();
        if (!compared.isEmpty()) {
            text.append('\n').append(latencies(compared));
        }
        return text.append('\n').append(soundness()).toString();
    }

    private String circumstances() {
        return """
        %d rounds of %d s a step, warm-up %d s, %d processors, load average at the end %.2f. \
        Durability of the live database on %s: %s. The gateway speaks %s. JVM flags besides the launcher's: %s.
        """
                .formatted(
                        options.rounds(),
                        options.duration().toSeconds(),
                        options.warmUp().toSeconds(),
                        Runtime.getRuntime().availableProcessors(),
                        MachineClock.loadAverage(),
                        fileSystem,
                        durability,
                        options.tls() ? "TLS" : "plain HTTP",
                        options.jvmFlags().isEmpty() ? "none" : options.jvmFlags());
    }

    private String costs(List<Step> steps) {
        MarkdownTable table =
                new MarkdownTable(
                        "step",
                        "calls/s",
                        "JVM µs/call",
                        "PostgreSQL µs/call",
                        "together",
                        "records/call",
                        "p50 ms",
                        "p99 ms",
                        "lag ms",
                        "foreign cores");
        for (Step step : steps) {
            table.row(
                    step.name(),
                    spread(step, Measurement::callsPerSecond, 0),
                    spread(step, Measurement::jvmMicros, 0),
                    spread(step, Measurement::databaseMicros, 0),
                    spread(step, m -> m.jvmMicros() + m.databaseMicros(), 0),
                    spread(step, Measurement::recordsPerCall, 2),
                    spread(step, m -> Measurement.millis(m.tally().untilEnd(), 0.5), 2),
                    spread(step, m -> Measurement.millis(m.tally().untilEnd(), 0.99), 2),
                    spread(step, m -> m.lag().toNanos() / 1e6, 0),
                    spread(step, m -> m.clocks().foreignCores(), 2));
        }
        return table.toString();
    }

    private String latencies(List<Step> steps) {
        MarkdownTable table =
                new MarkdownTable(
                        "added by the gateway, ms",
                        "first byte p50",
                        "first byte p99",
                        "whole p50",
                        "whole p99",
                        "direct p50",
                        "direct p99",
                        "sent late p99");
        for (Step step : steps) {
            table.row(
                    step.name(),
                    added(step, m -> Measurement.millis(m.tally().untilFirstByte(), 0.5)),
                    added(step, m -> Measurement.millis(m.tally().untilFirstByte(), 0.99)),
                    added(step, m -> Measurement.millis(m.tally().untilEnd(), 0.5)),
                    added(step, m -> Measurement.millis(m.tally().untilEnd(), 0.99)),
                    direct(step, m -> Measurement.millis(m.tally().untilEnd(), 0.5)),
                    direct(step, m -> Measurement.millis(m.tally().untilEnd(), 0.99)),
                    spread(step, m -> Measurement.millis(m.tally().untilSent(), 0.99), 2));
        }
        return table.toString();
    }

    private String soundness() {
        String failures =
                everything.failed() == 0
                        ? "none failed"
                        : everything.failed() + " FAILED, first: " + everything.firstFailure();
        return String.format(
                Locale.ROOT,
                "Calls answered: %d, on record by `/audit/spend`: %d (%s); %s.%n",
                everything.answered(),
                recorded,
                recorded == everything.answered() ? "equal" : "DIFFERENT",
                failures);
    }

    private String spread(Step step, ToDoubleFunction<Measurement> figure, int digits) {
        return Spread.of(of(step, false).stream().mapToDouble(figure).toArray()).text(digits);
    }

    private String direct(Step step, ToDoubleFunction<Measurement> figure) {
        return Spread.of(of(step, true).stream().mapToDouble(figure).toArray()).text(2);
    }

    /// The difference within each round, then its spread over the rounds.
    private String added(Step step, ToDoubleFunction<Measurement> figure) {
        List<Measurement> through = of(step, false);
        List<Measurement> direct = of(step, true);
        return Spread.of(
                        IntStream.range(0, through.size())
                                .mapToDouble(i ->
                                        figure.applyAsDouble(through.get(i))
                                                - figure.applyAsDouble(direct.get(i)))
                                .toArray())
                .text(2);
    }

    private List<Measurement> of(Step step, boolean direct) {
        return measurements.stream()
                .filter(m -> m.step().equals(step) && m.direct() == direct)
                .toList();
    }
}
