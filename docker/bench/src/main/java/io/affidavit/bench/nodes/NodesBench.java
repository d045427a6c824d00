package io.affidavit.bench.nodes;

import io.affidavit.bench.edge.Load;
import io.affidavit.bench.edge.LoadClient;
import io.affidavit.bench.edge.Pace;
import io.affidavit.bench.edge.Setup;
import io.affidavit.bench.edge.Tally;
import io.affidavit.bench.edge.Target;
import io.affidavit.bench.edge.WorkDirectory;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.bench.measure.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// `docker/bench/run nodes [SECONDS [ROUNDS [CALLERS]]]`: throughput of one, two and three gateways
/// on one PostgreSQL, then a kill and a pause under load and what the log says of it. Exit 0 when
/// nothing was lost, doubled or left out.
///
/// A process gets faster for minutes while its code is compiled. So all are warmed until they are
/// level, each round takes another gateway for the one, and every other round begins with three.
public final class NodesBench {

    private static final int NODES = 3;
    private static final int CALLERS = 48; // of all gateways together
    private static final int CHAOS_CALLERS = 6;
    private static final Duration PAUSE = Duration.ofSeconds(9); // longer than the lease of 5 s
    private static final int PATIENCE_SECONDS = 60;
    private static final int WARM_UP_SECONDS = 25; // each, alone

    private NodesBench() {}

    /// Runs everything; its directory stays when something went wrong.
    public static void main(String[] words) throws Exception {
        int seconds = words.length > 0 ? Integer.parseInt(words[0]) : 15;
        int rounds = words.length > 1 ? Integer.parseInt(words[1]) : 3;
        int callers = words.length > 2 ? Integer.parseInt(words[2]) : CALLERS;
        WorkDirectory work = WorkDirectory.create();
        boolean good;
        try (Cluster cluster = new Cluster(work.path(), port -> port)) {
            for (int i = 1; i < NODES; i++) {
                cluster.add();
            }
            for (Node node : cluster.nodes()) {
                window(List.of(node), cluster.key(), WARM_UP_SECONDS, callers);
            }
            window(cluster.nodes(), cluster.key(), WARM_UP_SECONDS, callers);
            throughput(cluster, seconds, rounds, callers);
            good = chaos(cluster);
        }
        if (good) {
            work.delete();
        }
        System.exit(good ? 0 : 1);
    }

    private static void throughput(Cluster cluster, int seconds, int rounds, int callers)
            throws Exception {
        MachineClock before = MachineClock.now();
        List<Window[]> windows = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            windows.add(measure(cluster, seconds, round, callers));
        }
        MachineClock all = MachineClock.now().since(before);
        MarkdownTable table =
                new MarkdownTable("gateways", "calls/s", "of one", "CPU µs a call", "busy cores");
        for (int i = 0; i < NODES; i++) {
            int nodes = i;
            table.row(
                    i + 1,
                    spread(windows, round -> round[nodes].rate()).text(0),
                    spread(windows, round -> round[nodes].rate() / round[0].rate()).text(2),
                    spread(windows, round -> round[nodes].micros()).text(0),
                    spread(windows, round -> round[nodes].busy()).text(2));
        }
        System.out.println(
                callers
                        + " callers, spread evenly; load "
                        + MachineClock.loadAverage()
                        + ", stolen "
                        + all.stolen().toMillis()
                        + " ms");
        System.out.println(table);
    }

    private static Spread spread(List<Window[]> windows, ToDoubleFunction<Window[]> figure) {
        return Spread.of(windows.stream().mapToDouble(figure).toArray());
    }

    /// What some gateways did together.
    ///
    /// @param rate calls a second
    /// @param busy cores of the machine that were busy meanwhile, callers and provider included
    private record Window(double rate, double busy) {

        /// CPU time of the whole machine for a call.
        double micros() {
            return busy * 1e6 / rate;
        }
    }

    /// What one gateway did, what two, and so on.
    private static Window[] measure(Cluster cluster, int seconds, int round, int callers)
            throws Exception {
        List<Node> nodes = new ArrayList<>(cluster.nodes());
        Collections.rotate(nodes, round);
        Window[] windows = new Window[NODES];
        for (int i = 0; i < NODES; i++) {
            int count = round % 2 == 0 ? i + 1 : NODES - i;
            windows[count - 1] = window(nodes.subList(0, count), cluster.key(), seconds, callers);
        }
        return windows;
    }

    private static Window window(List<Node> nodes, String key, int seconds, int callers)
            throws Exception {
        List<LoadClient> clients = new ArrayList<>();
        List<Load> loads = new ArrayList<>();
        for (Node node : nodes) {
            LoadClient client = new LoadClient(Target.of(node.dataUrl(), key, Setup.ALIAS));
            clients.add(client);
            loads.add(Load.start(client, new Pace.Closed(callers / nodes.size()), false));
        }
        Thread.sleep(Duration.ofSeconds(2));
        loads.forEach(Load::nextWindow);
        long begin = System.nanoTime();
        MachineClock before = MachineClock.now();
        Thread.sleep(Duration.ofSeconds(seconds));
        Tally all = new Tally();
        loads.forEach(load -> all.add(load.nextWindow()));
        double elapsed = (System.nanoTime() - begin) / 1e9;
        double busy = MachineClock.now().since(before).busy().toNanos() / 1e9;
        loads.forEach(Load::stop);
        clients.forEach(LoadClient::close);
        if (all.failed() > 0) {
            System.out.println(all.failed() + " calls failed: " + all.firstFailure());
        }
        return new Window(all.answered() / elapsed, busy / elapsed);
    }

    private static boolean chaos(Cluster cluster) throws Exception {
        List<Node> nodes = cluster.nodes();
        Callers callers = new Callers(nodes, cluster.key(), CHAOS_CALLERS);
        Thread.sleep(Duration.ofSeconds(3));
        nodes.get(2).process().destroyForcibly();
        Thread.sleep(Duration.ofSeconds(1));
        nodes.get(1).signal("STOP");
        Thread.sleep(PAUSE);
        nodes.get(1).signal("CONT");
        Thread.sleep(Duration.ofSeconds(5));
        callers.stop();
        Truth truth = new Truth(cluster.superuser());
        for (int i = 0; i < PATIENCE_SECONDS && truth.openCalls() > 0; i++) {
            Thread.sleep(Duration.ofSeconds(1));
        }
        long wrong =
                truth.lost(callers.succeeded())
                        + truth.endedTwice()
                        + truth.lateWithoutReason()
                        + truth.gaps()
                        + truth.brokenCounters()
                        + truth.openCalls();
        System.out.printf(
                "one gateway killed, one paused for %d s, under load: %d calls succeeded, %d did not%n"
                        + "lost %d · ended twice %d · late without reason %d · gaps %d · node counters"
                        + " broken %d · open %d%n"
                        + "abandoned %d · concluded late %d · records %d%n",
                PAUSE.toSeconds(),
                callers.succeeded().size(),
                callers.failed(),
                truth.lost(callers.succeeded()),
                truth.endedTwice(),
                truth.lateWithoutReason(),
                truth.gaps(),
                truth.brokenCounters(),
                truth.openCalls(),
                truth.abandoned(),
                truth.concludedLate(),
                truth.size());
        System.out.println(wrong == 0 ? "nothing was lost" : "SOMETHING WAS LOST");
        return wrong == 0;
    }
}
