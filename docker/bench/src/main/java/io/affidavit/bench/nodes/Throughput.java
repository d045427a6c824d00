package io.affidavit.bench.nodes;

import io.affidavit.bench.edge.Load;
import io.affidavit.bench.edge.LoadClient;
import io.affidavit.bench.edge.Pace;
import io.affidavit.bench.edge.Setup;
import io.affidavit.bench.edge.Tally;
import io.affidavit.bench.edge.Target;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.bench.measure.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// How many calls one, two and more gateways answer, by more and more callers.
///
/// Few callers do not ask for all that a gateway can do, so its throughput is the most it reaches
/// by any number of them. Each round takes another gateway for the one, and every other round
/// begins with all of them.
///
/// @param cluster the gateways
/// @param most how many of them there are
record Throughput(Cluster cluster, int most) {

    private static final Duration LEAD_IN = Duration.ofSeconds(2);

    /// Has each gateway work alone, then all of them together.
    void warmUp(int seconds, int callers) throws InterruptedException {
        for (Node node : cluster.nodes()) {
            window(List.of(node), seconds, callers);
        }
        window(cluster.nodes(), seconds, callers);
    }

    /// Measures and prints a table for each number of callers, and what came out best. Each round
    /// has all of them, so that none is measured while the machine is slow or fast alone.
    void print(int seconds, int rounds, List<Integer> callers) throws InterruptedException {
        List<Rung> rungs = callers.stream().map(each -> new Rung(each, new ArrayList<>())).toList();
        MachineClock before = MachineClock.now();
        for (int round = 0; round < rounds; round++) {
            for (Rung rung : rungs) {
                rung.rounds().add(round(seconds, round, rung.callers()));
            }
        }
        MachineClock all = MachineClock.now().since(before);
        System.out.println(
                "load "
                        + MachineClock.loadAverage()
                        + ", stolen "
                        + all.stolen().toMillis()
                        + " ms\n");
        for (Rung rung : rungs) {
            System.out.println(rung.callers() + " callers, spread evenly");
            System.out.println(table(rung));
        }
        System.out.println("the most by any of these numbers, medians");
        System.out.println(most(rungs));
    }

    private MarkdownTable table(Rung rung) {
        MarkdownTable table =
                new MarkdownTable("gateways", "calls/s", "of one", "CPU µs a call", "busy cores");
        for (int count = 1; count <= most; count++) {
            int i = count - 1;
            table.row(
                    count,
                    rung.rate(i).text(0),
                    rung.spread(round -> round[i].rate() / round[0].rate()).text(2),
                    rung.spread(round -> round[i].micros()).text(0),
                    rung.spread(round -> round[i].busy()).text(2));
        }
        return table;
    }

    private MarkdownTable most(List<Rung> rungs) {
        MarkdownTable table = new MarkdownTable("gateways", "calls/s", "by callers", "of one");
        double one = best(rungs, 0).rate(0).median();
        for (int count = 1; count <= most; count++) {
            Rung best = best(rungs, count - 1);
            double rate = best.rate(count - 1).median();
            table.row(
                    count,
                    String.format(Locale.ROOT, "%.0f", rate),
                    best.callers(),
                    String.format(Locale.ROOT, "%.2f", rate / one));
        }
        return table;
    }

    private static Rung best(List<Rung> rungs, int i) {
        Rung best = rungs.getFirst();
        for (Rung rung : rungs) {
            if (rung.rate(i).median() > best.rate(i).median()) {
                best = rung;
            }
        }
        return best;
    }

    /// All rounds by a number of callers; of each round a window with one gateway, one with two,
    /// and so on.
    private record Rung(int callers, List<Window[]> rounds) {

        Spread rate(int i) {
            return spread(round -> round[i].rate());
        }

        Spread spread(ToDoubleFunction<Window[]> figure) {
            return Spread.of(rounds.stream().mapToDouble(figure).toArray());
        }
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

    private Window[] round(int seconds, int round, int callers) throws InterruptedException {
        List<Node> nodes = new ArrayList<>(cluster.nodes());
        Collections.rotate(nodes, round);
        Window[] windows = new Window[most];
        for (int i = 0; i < most; i++) {
            int count = round % 2 == 0 ? i + 1 : most - i;
            windows[count - 1] = window(nodes.subList(0, count), seconds, callers);
        }
        return windows;
    }

    private Window window(List<Node> nodes, int seconds, int callers) throws InterruptedException {
        List<LoadClient> clients = new ArrayList<>();
        List<Load> loads = new ArrayList<>();
        for (Node node : nodes) {
            LoadClient client =
                    new LoadClient(Target.of(node.dataUrl(), cluster.key(), Setup.ALIAS));
            clients.add(client);
            loads.add(Load.start(client, new Pace.Closed(callers / nodes.size()), false));
        }
        Thread.sleep(LEAD_IN);
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
}
