package io.affidavit.bench.nodes;

import io.affidavit.bench.edge.WorkDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// `docker/bench/run nodes [SECONDS [ROUNDS [CALLERS ...]]]`: throughput of one, two and three
/// gateways on one PostgreSQL, by more and more callers, then a kill and a pause under load and
/// what the log says of it. Exit 0 when nothing was lost, doubled or left out.
///
/// A process gets faster for minutes while its code is compiled, so all are warmed before.
public final class NodesBench {

    private static final int NODES = 3;
    private static final List<Integer> CALLERS = List.of(48, 96, 192, 384); // of all together
    private static final int CHAOS_CALLERS = 64; // each; so many that gateways keep their turns
    private static final Duration PAUSE = Duration.ofSeconds(9); // longer than the lease of 5 s
    private static final int PATIENCE_SECONDS = 60;
    private static final int WARM_UP_SECONDS = 25; // each, alone

    private NodesBench() {}

    /// Runs everything; its directory stays when something went wrong.
    public static void main(String[] words) throws Exception {
        int seconds = words.length > 0 ? Integer.parseInt(words[0]) : 15;
        int rounds = words.length > 1 ? Integer.parseInt(words[1]) : 3;
        List<Integer> callers = words.length > 2 ? numbers(words, 2) : CALLERS;
        WorkDirectory work = WorkDirectory.create();
        boolean good;
        try (Cluster cluster = new Cluster(work.path(), port -> port)) {
            for (int i = 1; i < NODES; i++) {
                cluster.add();
            }
            Path own = Files.createDirectory(work.path().resolve("apart"));
            try (Cluster apart = new Cluster(own, port -> port)) {
                Throughput throughput = new Throughput(cluster, apart, NODES);
                throughput.warmUp(WARM_UP_SECONDS, callers.getFirst());
                throughput.print(seconds, rounds, callers);
            }
            good = chaos(cluster);
        }
        if (good) {
            work.delete();
        }
        System.exit(good ? 0 : 1);
    }

    private static List<Integer> numbers(String[] words, int from) {
        return Arrays.stream(words, from, words.length).map(Integer::valueOf).toList();
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
