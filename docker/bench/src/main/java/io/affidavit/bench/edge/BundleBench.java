package io.affidavit.bench.edge;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.bench.measure.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// How long bundles take and what they need: `BundleBench [CALLS]`. A fresh gateway answers so many
/// calls by its simulator; then bundles of single calls are asked for one after another, and one of
/// the whole organization while the live heap is watched.
public final class BundleBench {

    private static final int ROUNDS = 31;
    private static final int WARM_UP = 60;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MB = 1024.0 * 1024;

    private final AdminClient admin;
    private final Gateway gateway;

    private BundleBench(AdminClient admin, Gateway gateway) {
        this.admin = admin;
        this.gateway = gateway;
    }

    /// Runs it and prints two tables.
    public static void main(String[] words) throws Exception {
        int calls = words.length > 0 ? Integer.parseInt(words[0]) : 100_000;
        WorkDirectory work = WorkDirectory.create();
        try (Gateway gateway = Gateway.start(Options.parse(List.of()), work.path());
                AdminClient admin = new AdminClient(gateway.controlUrl(), gateway.token());
                LiveDatabase database = LiveDatabase.open(gateway.status().get("database"))) {
            System.out.println(database.durability());
            String key = Files.readString(work.path().resolve("data/demo.key")).strip();
            SimulatedCalls.make(gateway.dataUrl(), key, calls);
            BundleBench bench = new BundleBench(admin, gateway);
            System.out.println(bench.singleCalls());
            System.out.println(bench.wholePeriod());
            System.out.println("load average " + MachineClock.loadAverage());
        }
        work.delete();
    }

    /// From the request to the moment when the file can be fetched.
    private MarkdownTable singleCalls() throws IOException, InterruptedException {
        JsonNode newest = admin.get("/audit/calls?limit=" + ROUNDS).path("data");
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            JsonNode call = newest.path(Math.floorMod(round, newest.size()));
            long began = System.nanoTime();
            Map<String, Object> scope =
                    Map.of("kind", "call", "id", call.path("callId").asString());
            JsonNode bundle = prepare(scope);
            if (round >= 0) {
                millis[round] = (System.nanoTime() - began) / NANOS_PER_MILLI;
            }
            require(bundle);
        }
        return new MarkdownTable("bundle of one call", "ms until ready")
                .row(ROUNDS + " calls", Spread.of(millis).text(1));
    }

    private MarkdownTable wholePeriod() throws IOException, InterruptedException {
        LiveHeap heap = new LiveHeap(gateway.process().pid());
        long idle = heap.bytes();
        long most = idle;
        long began = System.nanoTime();
        JsonNode bundle =
                admin.post(
                        "/evidence/bundles",
                        Map.of(
                                "scope",
                                Map.of("kind", "organization", "id", "demo"),
                                "purpose",
                                "bench"));
        while (bundle.path("state").asString().equals("preparing")) {
            most = Math.max(most, heap.bytes());
            bundle = state(bundle);
        }
        double seconds = (System.nanoTime() - began) / NANOS_PER_MILLI / 1_000;
        require(bundle);
        return new MarkdownTable(
                        "bundle of a period", "records", "MB", "s", "live heap idle", "most")
                .row(
                        "organization demo",
                        bundle.path("recordsTotal").asString(),
                        megabytes(bundle.path("bytes").asLong()),
                        "%.1f".formatted(seconds),
                        megabytes(idle),
                        megabytes(most));
    }

    private JsonNode prepare(Map<String, Object> scope) throws IOException, InterruptedException {
        JsonNode bundle =
                admin.post("/evidence/bundles", Map.of("scope", scope, "purpose", "bench"));
        while (bundle.path("state").asString().equals("preparing")) {
            bundle = state(bundle);
        }
        return bundle;
    }

    private JsonNode state(JsonNode bundle) throws IOException, InterruptedException {
        return admin.get("/evidence/bundles/" + bundle.path("id").asString());
    }

    private static void require(JsonNode bundle) {
        if (!bundle.path("state").asString().equals("ready")) {
            throw new IllegalStateException("no bundle: " + bundle);
        }
    }

    private static String megabytes(long bytes) {
        return "%.1f".formatted(bytes / BYTES_PER_MB);
    }
}
