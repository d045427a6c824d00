package io.affidavit.bench.append;

import io.affidavit.bench.append.AppendBench.Work;
import io.affidavit.bench.measure.Histogram;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.bench.measure.Spread;
import io.affidavit.projections.seal.SealState;
import io.affidavit.projections.seal.Sealer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What sealing costs and how late it is: `SealBench [PAIRS [SECONDS]]`.
///
/// Each pair appends as fast as it goes, in one window without a sealer and in one with it; the
/// next pair has them the other way round. Before every window all is sealed, and the load is on
/// for a second already, so that each begins alike and as much is read as is appended. Windows are
/// short and many: a machine with neighbours is faster and slower by a third within ten seconds. At
/// the end 5,000 events/s are offered with a sealer: the delay of a checkpoint counts from the
/// append of its oldest record to its publication, so that every record was sealed sooner.
public final class SealBench {

    private static final int EVENTS = 5;
    private static final int PACED_APPENDS = 1_000;
    private static final int CALLERS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration LEAD_IN = Duration.ofSeconds(1);

    /// The delay needs enough checkpoints for a p99.
    private static final Duration PACED = Duration.ofSeconds(60);

    private SealBench() {}

    /// Runs it and prints what it found.
    public static void main(String[] args) throws Exception {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        Duration window = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 3);
        try (BenchLog log = BenchLog.start()) {
            System.out.println(log.server());
            log.holdOffVacuum();
            Run run = new Run(log);
            run.window(true, 0, WARM_UP);
            System.out.println(table(run, pairs, window));
            Histogram delays = run.window(true, PACED_APPENDS, PACED).delays();
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
        System.exit(0); // Axon leaves a thread behind
    }

    private static String table(Run run, int pairs, Duration window)
            throws InterruptedException, SQLException {
        MarkdownTable table =
                new MarkdownTable(
                        "pair",
                        "records/s without",
                        "records/s with",
                        "kept %",
                        "CPU µs without",
                        "CPU µs with",
                        "sealer's thread µs",
                        "its backend µs",
                        "other cores");
        List<Pair> all = new ArrayList<>();
        for (int number = 1; number <= pairs; number++) {
            boolean withFirst = number % 2 == 0;
            Window first = run.window(withFirst, 0, window);
            Window second = run.window(!withFirst, 0, window);
            Pair pair = withFirst ? new Pair(second, first) : new Pair(first, second);
            all.add(pair);
            table.row(cells(Integer.toString(number), List.of(pair)));
        }
        return table.row(cells("all", all)).toString();
    }

    private static Object[] cells(String name, List<Pair> pairs) {
        return new Object[] {
            name,
            text(pairs, 0, pair -> pair.without().perSecond()),
            text(pairs, 0, pair -> pair.with().perSecond()),
            text(pairs, 1, Pair::keptPercent),
            text(pairs, 2, pair -> pair.without().micros(pair.without().load().used().total())),
            text(pairs, 2, pair -> pair.with().micros(pair.with().load().used().total())),
            text(pairs, 2, pair -> pair.with().micros(pair.with().cost().thread())),
            text(pairs, 2, pair -> pair.with().micros(pair.with().cost().backend())),
            text(pairs, 2, pair -> pair.with().load().otherCores())
        };
    }

    private static String text(List<Pair> pairs, int digits, ToDoubleFunction<Pair> figure) {
        return Spread.of(pairs.stream().mapToDouble(figure).toArray()).text(digits);
    }

    /// The same load twice.
    private record Pair(Window without, Window with) {

        double keptPercent() {
            return 100 * with.perSecond() / without.perSecond();
        }
    }

    /// What one window showed.
    private record Window(Load.Result load, SealCost cost, Histogram delays) {

        long records() {
            return load.latencies().count() * EVENTS;
        }

        double perSecond() {
            return records() / load.seconds();
        }

        /// CPU a record.
        double micros(Duration used) {
            return used.toNanos() / 1e3 / records();
        }
    }

    private record Run(BenchLog log) {

        /// @param rate appends offered per second, 0 for as many as go
        Window window(boolean sealing, int rate, Duration length)
                throws InterruptedException, SQLException {
            Work work = new Work("log", EVENTS, rate, log::appendDirectly);
            SealState state = new SealState(Duration.ofSeconds(1));
            Histogram delays = new Histogram();
            try (Sealer sealer = log.sealer(state)) {
                sealer.start();
                log.awaitSealed(state);
                if (sealing) {
                    Load.run(work, CALLERS, LEAD_IN, log.processes());
                    state.onSealed(delay -> delays.record(delay.toNanos()));
                    SealCost before = SealCost.now(log);
                    Load.Result load = Load.run(work, CALLERS, length, log.processes());
                    return new Window(load, SealCost.now(log).since(before), delays);
                }
            }
            SealCost none = new SealCost(Duration.ZERO, Duration.ZERO);
            Load.run(work, CALLERS, LEAD_IN, log.processes());
            return new Window(Load.run(work, CALLERS, length, log.processes()), none, delays);
        }
    }
}
