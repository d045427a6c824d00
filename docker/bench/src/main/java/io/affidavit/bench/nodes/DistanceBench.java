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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `docker/bench/run distance [SECONDS [CALLS_PER_SECOND [ROUND_TRIP_MICROS]]]`: how long
/// admissions take when the database is that far away.
public final class DistanceBench {

    private DistanceBench() {}

    /// Runs it once without and once with the distance.
    public static void main(String[] words) throws Exception {
        int seconds = words.length > 0 ? Integer.parseInt(words[0]) : 20;
        int rate = words.length > 1 ? Integer.parseInt(words[1]) : 500;
        Duration trip =
                Duration.ofNanos(1_000L * (words.length > 2 ? Long.parseLong(words[2]) : 1_000));
        MarkdownTable table =
                new MarkdownTable(
                        "round trip",
                        "admission p50 ms",
                        "admission p99 ms",
                        "whole call p50 ms",
                        "calls",
                        "failed");
        for (Duration distance : List.of(Duration.ZERO, trip)) {
            table.row(row(distance, seconds, rate));
        }
        System.out.println(rate + " calls/s, evenly due; load " + MachineClock.loadAverage());
        System.out.println(table);
    }

    private static Object[] row(Duration distance, int seconds, int rate) throws Exception {
        WorkDirectory work = WorkDirectory.create();
        List<DelayingProxy> proxies = new ArrayList<>();
        Object[] row;
        try (Cluster cluster =
                new Cluster(
                        work.path(),
                        port -> {
                            if (distance.isZero()) {
                                return port;
                            }
                            proxies.add(new DelayingProxy(port, distance));
                            return proxies.getFirst().port();
                        })) {
            String url = cluster.nodes().getFirst().dataUrl();
            Truth truth = new Truth(cluster.superuser());
            try (LoadClient client = new LoadClient(Target.of(url, cluster.key(), Setup.ALIAS))) {
                Load load = Load.start(client, new Pace.Open(rate), false);
                Thread.sleep(Duration.ofSeconds(Math.max(10, seconds)));
                load.nextWindow();
                long from = truth.size();
                Thread.sleep(Duration.ofSeconds(seconds));
                Tally tally = load.nextWindow();
                load.stop();
                row =
                        new Object[] {
                            "%.1f ms".formatted(distance.toNanos() / 1e6),
                            "%.2f".formatted(truth.admissionMicros(from, 0.5) / 1e3),
                            "%.2f".formatted(truth.admissionMicros(from, 0.99) / 1e3),
                            "%.2f".formatted(tally.untilEnd().quantile(0.5) / 1e6),
                            tally.answered(),
                            tally.failed()
                        };
            }
        } finally {
            proxies.forEach(DelayingProxy::close);
        }
        work.delete();
        return row;
    }
}
