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
/// Two gateways cost a small machine something although they have no log in common. So each round
/// has two with a database each as well: what they fall behind one is not the log's. They bring a
/// second server, so two on one log may reach more.
///
/// @param cluster the gateways
/// @param apart one more, on a database of its own
/// @param most how many gateways of the cluster there are
record Throughput(Cluster cluster, Cluster apart, int most) {

    private static final Duration LEAD_IN = Duration.ofSeconds(2);

    /// Has each gateway work alone, then all of them together.
    void warmUp(int seconds, int callers) throws InterruptedException {
        List<Door> doors = doors(cluster);
        for (Door door : doors) {
            window(List.of(door), seconds, callers);
        }
        window(doors, seconds, callers);
        window(doors(apart), seconds, callers);
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
        for (int i = 0; i <= most; i++) {
            int number = i;
            table.row(
                    name(i),
                    rung.rate(number).text(0),
                    rung.spread(round -> round[number].rate() / round[0].rate()).text(2),
                    rung.spread(round -> round[number].micros()).text(0),
                    rung.spread(round -> round[number].busy()).text(2));
        }
        return table;
    }

    private MarkdownTable most(List<Rung> rungs) {
        MarkdownTable table = new MarkdownTable("gateways", "calls/s", "by callers", "of one");
        double one = best(rungs, 0).rate(0).median();
        for (int i = 0; i <= most; i++) {
            Rung best = best(rungs, i);
            double rate = best.rate(i).median();
            table.row(
                    name(i),
                    String.format(Locale.ROOT, "%.0f", rate),
                    best.callers(),
                    String.format(Locale.ROOT, "%.2f", rate / one));
        }
        return table;
    }

    private String name(int i) {
        return i < most ? Integer.toString(i + 1) : "2, a database each";
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
    /// and so on, and last the one with two apart.
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

    /// Where calls go in.
    private record Door(Node node, String key) {}

    private static List<Door> doors(Cluster cluster) {
        return cluster.nodes().stream().map(node -> new Door(node, cluster.key())).toList();
    }

    private Window[] round(int seconds, int round, int callers) throws InterruptedException {
        List<Door> doors = new ArrayList<>(doors(cluster));
        Collections.rotate(doors, round);
        Window[] windows = new Window[most + 1];
        for (int turn = 0; turn <= most; turn++) {
            int i = round % 2 == 0 ? turn : most - turn;
            List<Door> open =
                    i < most
                            ? doors.subList(0, i + 1)
                            : List.of(doors.getFirst(), doors(apart).getFirst());
            windows[i] = window(open, seconds, callers);
        }
        return windows;
    }

    private static Window window(List<Door> doors, int seconds, int callers)
            throws InterruptedException {
        List<LoadClient> clients = new ArrayList<>();
        List<Load> loads = new ArrayList<>();
        for (Door door : doors) {
            LoadClient client =
                    new LoadClient(Target.of(door.node().dataUrl(), door.key(), Setup.ALIAS));
            clients.add(client);
            loads.add(Load.start(client, new Pace.Closed(callers / doors.size()), false));
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
