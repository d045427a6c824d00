package io.affidavit.bench.nodes;

import io.affidavit.bench.edge.AdminClient;
import io.affidavit.bench.edge.WorkDirectory;
import io.affidavit.bench.measure.Histogram;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/// `docker/bench/run revoke [ROUNDS]`: how long after the answer to a revocation each of three
/// gateways first refuses the key. Exit 0 when none ever took a second.
public final class RevokeBench {

    private static final int NODES = 3;
    private static final int ROUNDS = 20;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BAR_NANOS = Duration.ofSeconds(1).toNanos();
    private static final double NANOS_PER_MILLI = 1e6;

    private RevokeBench() {}

    /// Runs it and prints a table.
    public static void main(String[] words) throws Exception {
        int rounds = words.length > 0 ? Integer.parseInt(words[0]) : ROUNDS;
        WorkDirectory work = WorkDirectory.create();
        List<Histogram> delays = new ArrayList<>();
        try (Cluster cluster = new Cluster(work.path(), port -> port);
                HttpClient http = HttpClient.newHttpClient();
                AdminClient admin = cluster.nodes().getFirst().admin()) {
            while (cluster.nodes().size() < NODES) {
                cluster.add();
            }
            cluster.nodes().forEach(_ -> delays.add(new Histogram()));
            for (int round = 0; round < rounds; round++) {
                revokeOne(cluster.nodes(), http, admin, delays);
            }
        }
        MarkdownTable table =
                new MarkdownTable("refused first on", "median ms", "slowest ms", "bar");
        for (int i = 0; i < NODES; i++) {
            String name = i == 0 ? "the gateway that revoked" : "another gateway";
            table.row(name, millis(delays.get(i), 0.5), millis(delays.get(i), 1), "1000");
        }
        System.out.println(
                rounds
                        + " keys revoked, from the answer to the first refusal; load "
                        + MachineClock.loadAverage());
        System.out.println(table);
        work.delete();
        boolean good = delays.stream().allMatch(delay -> delay.quantile(1) < BAR_NANOS);
        System.exit(good ? 0 : 1);
    }

    private static void revokeOne(
            List<Node> nodes, HttpClient http, AdminClient admin, List<Histogram> delays)
            throws IOException, InterruptedException {
        JsonNode key = admin.post("/admin/keys", Map.of("orgId", "bench"));
        CountDownLatch known = new CountDownLatch(nodes.size());
        List<CompletableFuture<Long>> refused = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Node node : nodes) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(node.dataUrl() + "/v1/models"))
                                .timeout(PATIENCE)
                                .header("authorization", "Bearer " + key.path("key").asString())
                                .build();
                refused.add(
                        CompletableFuture.supplyAsync(
                                () -> firstRefusal(http, request, known), callers));
            }
            known.await();
            admin.delete("/admin/keys/" + key.path("id").asString());
            long answered = System.nanoTime();
            for (int i = 0; i < nodes.size(); i++) {
                delays.get(i).record(Math.max(0, refused.get(i).join() - answered));
            }
        }
    }

    /// Asks until the key is known, and then until it is refused.
    ///
    /// @return when that answer came
    private static long firstRefusal(HttpClient http, HttpRequest request, CountDownLatch known) {
        awaitStatus(http, request, OK);
        known.countDown();
        awaitStatus(http, request, UNAUTHORIZED);
        return System.nanoTime();
    }

    private static void awaitStatus(HttpClient http, HttpRequest request, int status) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()
                    != status) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("no answer " + status);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String millis(Histogram delays, double share) {
        return String.format(Locale.ROOT, "%.0f", delays.quantile(share) / NANOS_PER_MILLI);
    }
}
