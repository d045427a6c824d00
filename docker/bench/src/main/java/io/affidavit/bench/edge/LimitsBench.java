package io.affidavit.bench.edge;

import io.affidavit.bench.measure.GrowingTables;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.bench.measure.ProcessTree;
import io.affidavit.bench.measure.Spread;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// `docker/bench/run limits [SECONDS [ROUNDS]]`: what limits cost. CPU a call with eight limits on
/// its chain beside none, and the throughput of one organization beside the same load spread over
/// sixteen. Vacuum of the log is held off while it runs.
public final class LimitsBench {

    private static final int ORGANIZATIONS = 16;
    private static final int CALLERS = 4; // of each connection to the gateway
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration WARM_UP =
            Duration.ofSeconds(30); // until little is compiled any more
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ProcessTree gateway;
    private final Duration window;
    private final int rounds;

    private LimitsBench(ProcessTree gateway, Duration window, int rounds) {
        this.gateway = gateway;
        this.window = window;
        this.rounds = rounds;
    }

    /// What one window showed.
    private record Window(double cpuMicros, double callsPerSecond) {}

    /// What two windows showed that followed each other.
    private record Pair(Window one, Window other) {}

    /// Runs it and prints two tables.
    public static void main(String[] words) throws Exception {
        Duration window = Duration.ofSeconds(words.length > 0 ? Integer.parseInt(words[0]) : 10);
        int rounds = words.length > 1 ? Integer.parseInt(words[1]) : 9;
        WorkDirectory work = WorkDirectory.create();
        Process mock = EdgeBench.startMock(Duration.ZERO);
        String mockUrl =
                "http://127.0.0.1:" + mock.inputReader(StandardCharsets.US_ASCII).readLine();
        try (Gateway gateway = Gateway.start(Options.parse(List.of()), work.path());
                AdminClient admin = new AdminClient(gateway.controlUrl(), gateway.token());
                LiveDatabase database = LiveDatabase.open(gateway.status().get("database"))) {
            GrowingTables.holdOffVacuum(database.connection());
            LimitedTenants tenants = LimitedTenants.make(admin, mockUrl + "/v1", ORGANIZATIONS);
            new LimitsBench(new ProcessTree(gateway.process().pid()), window, rounds)
                    .run(gateway.dataUrl(), tenants);
        } finally {
            mock.destroy();
        }
        work.delete();
        System.exit(0);
    }

    private void run(String url, LimitedTenants tenants) throws InterruptedException {
        List<LoadClient> none = clients(url, Collections.nCopies(ORGANIZATIONS, tenants.free()));
        List<LoadClient> hot = clients(url, Collections.nCopies(ORGANIZATIONS, tenants.limited(0)));
        List<LoadClient> spread = clients(url, tenants.limited());
        for (List<LoadClient> each : List.of(none, hot, spread)) {
            measure(each, WARM_UP);
        }
        MachineClock before = MachineClock.now();
        List<Pair> cpu = new ArrayList<>();
        List<Pair> rate = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            cpu.add(inTurns(none, hot, round));
            rate.add(inTurns(spread, hot, round));
        }
        MachineClock busy = MachineClock.now().since(before);
        MarkdownTable table = new MarkdownTable("measured", "one", "the other", "ratio", "bar");
        add(table, "CPU µs a call, no limit and eight", cpu, Window::cpuMicros, "<= 1.15");
        add(table, "calls/s, 16 organizations and one", rate, Window::callsPerSecond, ">= 0.90");
        System.out.printf(
                Locale.ROOT,
                "%d callers, %d windows of %d s each; load %.1f, stolen %d ms%n",
                ORGANIZATIONS * CALLERS,
                rounds,
                window.toSeconds(),
                MachineClock.loadAverage(),
                busy.stolen().toMillis());
        System.out.println(table);
        List.of(none, hot, spread).forEach(each -> each.forEach(LoadClient::close));
    }

    /// The two are measured one after the other and swap places every round.
    private Pair inTurns(List<LoadClient> one, List<LoadClient> other, int round)
            throws InterruptedException {
        if (round % 2 == 0) {
            return new Pair(measure(one, window), measure(other, window));
        }
        Window second = measure(other, window);
        return new Pair(measure(one, window), second);
    }

    private static void add(
            MarkdownTable table,
            String name,
            List<Pair> pairs,
            ToDoubleFunction<Window> figure,
            String bar) {
        double[] one = pairs.stream().map(Pair::one).mapToDouble(figure).toArray();
        double[] other = pairs.stream().map(Pair::other).mapToDouble(figure).toArray();
        double[] ratio =
                pairs.stream()
                        .mapToDouble(pair ->
                                figure.applyAsDouble(pair.other())
                                        / figure.applyAsDouble(pair.one()))
                        .toArray();
        table.row(
                name,
                Spread.of(one).text(0),
                Spread.of(other).text(0),
                Spread.of(ratio).text(2),
                bar);
    }

    private Window measure(List<LoadClient> clients, Duration length) throws InterruptedException {
        List<Load> loads =
                clients.stream()
                        .map(client -> Load.start(client, new Pace.Closed(CALLERS), false))
                        .toList();
        Thread.sleep(SETTLE);
        loads.forEach(Load::nextWindow);
        ProcessTree.Usage before = gateway.usage();
        long began = System.nanoTime();
        Thread.sleep(length);
        Tally tally = new Tally();
        loads.forEach(load -> tally.add(load.nextWindow()));
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        Duration cpu = gateway.usage().since(before).total();
        loads.forEach(Load::stop);
        if (tally.failed() > 0) {
            throw new IllegalStateException(tally.failed() + " failed: " + tally.firstFailure());
        }
        return new Window(
                cpu.toNanos() / NANOS_PER_MICRO / tally.answered(), tally.answered() / seconds);
    }

    private static List<LoadClient> clients(String url, List<String> keys) {
        return keys.stream()
                .map(key -> new LoadClient(Target.of(url, key, LimitedTenants.ALIAS)))
                .toList();
    }
}
