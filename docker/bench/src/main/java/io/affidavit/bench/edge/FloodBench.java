package io.affidavit.bench.edge;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.bench.measure.ProcessTree;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What calls cost that a limit refuses: `FloodBench [SECONDS [CALLERS]]`. A fresh gateway's only
/// key has a limit without room; callers that never wait ask again as soon as they are refused.
/// Exit 0 when the log tells of exactly as many refusals as there were answers.
public final class FloodBench {

    private static final int SECONDS = 10;
    private static final List<Integer> CALLERS = List.of(16, 64, 512);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_MILLI = 1e6;

    /// Nothing listens there, and nothing is ever sent.
    private static final String NOWHERE = "http://127.0.0.1:9/v1";

    private final LiveDatabase database;
    private final ProcessTree gateway;
    private final LoadClient client;
    private final MarkdownTable table =
            new MarkdownTable(
                    "callers",
                    "refused calls/s",
                    "JVM µs a call",
                    "PostgreSQL µs a call",
                    "records/s",
                    "calls a record",
                    "p50 ms",
                    "p99 ms");
    private long refused;

    private FloodBench(LiveDatabase database, ProcessTree gateway, LoadClient client) {
        this.database = database;
        this.gateway = gateway;
        this.client = client;
    }

    /// Runs it and prints a table.
    public static void main(String[] words) throws Exception {
        int seconds = words.length > 0 ? Integer.parseInt(words[0]) : SECONDS;
        List<Integer> callers = words.length > 1 ? List.of(Integer.valueOf(words[1])) : CALLERS;
        WorkDirectory work = WorkDirectory.create();
        boolean whole;
        try (Gateway gateway = Gateway.start(Options.parse(List.of()), work.path());
                AdminClient admin = new AdminClient(gateway.controlUrl(), gateway.token());
                LiveDatabase database = LiveDatabase.open(gateway.status().get("database"))) {
            Setup setup = Setup.make(admin, NOWHERE);
            admin.put(
                    "/admin/limits",
                    Map.of(
                            "scope",
                            Map.of("kind", "key", "id", setup.keyId()),
                            "unit",
                            "requests",
                            "window",
                            "day",
                            "amount",
                            "0"));
            Target target = Target.of(gateway.dataUrl(), setup.key(), Setup.ALIAS);
            try (LoadClient client = new LoadClient(target)) {
                FloodBench bench =
                        new FloodBench(database, new ProcessTree(gateway.process().pid()), client);
                bench.load(callers.getLast(), WARM_UP);
                long before = database.refusals();
                for (int each : callers) {
                    bench.measure(each, Duration.ofSeconds(seconds));
                }
                whole = bench.report(before);
            }
        }
        work.delete();
        System.exit(whole ? 0 : 1);
    }

    private Tally load(int callers, Duration time) throws InterruptedException {
        Load load = Load.start(client, new Pace.Closed(callers), false);
        Thread.sleep(time);
        load.stop();
        return load.nextWindow();
    }

    private void measure(int callers, Duration time) throws SQLException, InterruptedException {
        long records = database.records();
        ProcessTree.Usage before = gateway.usage();
        long began = System.nanoTime();
        Tally tally = load(callers, time);
        double spent = System.nanoTime() - began;
        ProcessTree.Usage used = gateway.usage().since(before);
        records = database.records() - records;
        if (tally.answered() > 0 || !tally.firstFailure().startsWith("429 ")) {
            throw new IllegalStateException("not refused: " + tally.firstFailure());
        }
        refused += tally.failed();
        double calls = tally.failed();
        table.row(
                String.valueOf(callers),
                number(calls * 1e9 / spent),
                number(used.root().toNanos() / NANOS_A_MICRO / calls),
                number(used.below().toNanos() / NANOS_A_MICRO / calls),
                number(records * 1e9 / spent),
                number(calls / records),
                millis(tally.untilFailed().quantile(0.5)),
                millis(tally.untilFailed().quantile(0.99)));
    }

    /// @param before refusals on record before anything was measured
    private boolean report(long before) throws SQLException, IOException {
        System.out.println(database.durability());
        System.out.println(table);
        long told = database.refusals() - before;
        System.out.println(refused + " calls refused, " + told + " on record");
        System.out.println("load average " + MachineClock.loadAverage());
        return told == refused;
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / NANOS_A_MILLI);
    }
}
