package io.affidavit.bench.append;

import io.affidavit.bench.append.AppendBench.Work;
import io.affidavit.bench.measure.Histogram;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.projections.seal.SealState;
import io.affidavit.projections.seal.Sealer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What sealing costs and how late it is: `SealBench [ROUNDS [SECONDS]]`.
///
/// Each round appends as fast as it goes, without a sealer and with one, in alternating order, and
/// then 5,000 events/s with one. The delay of a checkpoint counts from the append of its oldest
/// record to its publication, so that every record was sealed sooner.
public final class SealBench {

    private static final int EVENTS = 5;
    private static final int PACED_APPENDS = 1_000;
    private static final int CALLERS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    private SealBench() {}

    /// Runs it and prints two tables.
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Duration window = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 10);
        try (BenchLog log = BenchLog.start()) {
            System.out.println(log.server());
            new SealBench.Run(log, window).rounds(rounds);
        }
        System.exit(0); // Axon leaves a thread behind
    }

    private record Run(BenchLog log, Duration window) {

        void rounds(int rounds) throws InterruptedException, SQLException {
            MarkdownTable table =
                    new MarkdownTable("round", "events/s without", "events/s with", "share kept %");
            List<Double> shares = new ArrayList<>();
            Histogram delays = new Histogram();
            append(log, "warm", 0, WARM_UP, null);
            for (int round = 1; round <= rounds; round++) {
                boolean withFirst = round % 2 == 0;
                double first = saturated(withFirst);
                double second = saturated(!withFirst);
                double without = withFirst ? second : first;
                double with = withFirst ? first : second;
                shares.add(with / without);
                table.row(
                        round,
                        Math.round(without),
                        Math.round(with),
                        Math.round(1_000 * with / without) / 10.0);
                append(log, "paced", PACED_APPENDS, window, delays);
            }
            System.out.println(table);
            shares.sort(null);
            System.out.println(
                    "median share kept "
                            + Math.round(1_000 * shares.get(shares.size() / 2)) / 10.0
                            + " %");
            System.out.println(
                    "seal delay at 5,000 events/s, ms: p50 "
                            + delays.quantile(0.5) / 1_000_000
                            + ", p99 "
                            + delays.quantile(0.99) / 1_000_000
                            + " of "
                            + delays.count()
                            + " checkpoints");
            System.out.println("load average " + MachineClock.loadAverage());
        }

        private double saturated(boolean sealing) throws InterruptedException, SQLException {
            return append(log, "log", 0, window, sealing ? new Histogram() : null);
        }

        /// @param delays of the checkpoints; null for no sealer
        private static double append(
                BenchLog log, String name, int rate, Duration window, @Nullable Histogram delays)
                throws InterruptedException, SQLException {
            Work work = new Work(name, EVENTS, rate, log::appendDirectly);
            if (delays == null) {
                return perSecond(Load.run(work, CALLERS, window, log.processes()));
            }
            SealState state = new SealState(Duration.ofSeconds(1));
            try (Sealer sealer = log.sealer(state)) {
                sealer.start();
                log.awaitSealed(state); // what was appended without a sealer
                state.onSealed(delay -> delays.record(delay.toNanos()));
                return perSecond(Load.run(work, CALLERS, window, log.processes()));
            }
        }

        private static double perSecond(Load.Result result) {
            return result.latencies().count() * EVENTS / result.seconds();
        }
    }
}
