package io.affidavit.bench.restart;

import io.affidavit.bench.append.BenchLog;
import io.affidavit.bench.crash.Victim;
import io.affidavit.bench.edge.AdminClient;
import io.affidavit.bench.edge.WorkDirectory;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `docker/bench/run restart [CALLS [KEYS]]`: 1,000,000 calls of 10,000 keys are put into a log;
/// then the read tables are written again, and the gateway is started once more after an orderly
/// stop and after a kill, each time by `./affidavit start`.
public final class RestartBench {

    private static final Path LAUNCHER = Path.of("affidavit");
    private static final int CALLS = 1_000_000;
    private static final int KEYS = 10_000;
    private static final int KEYS_A_REQUEST = 1_000;
    private static final String ORGANIZATION = "bench";
    private static final String QUESTION = "/audit/spend?groupBy=orgId,alias";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path data;
    private final List<String> keys = new ArrayList<>();

    private RestartBench(Path data) {
        this.data = data;
    }

    /// Runs it and prints a table.
    public static void main(String[] words) throws Exception {
        int calls = words.length > 0 ? Integer.parseInt(words[0]) : CALLS;
        int keys = words.length > 1 ? Integer.parseInt(words[1]) : KEYS;
        WorkDirectory work = WorkDirectory.create();
        System.err.println("bench: working in " + work.path());
        new RestartBench(work.path().resolve("data")).run(calls, keys);
        work.delete();
        System.exit(0);
    }

    private void run(int calls, int count) throws Exception {
        try (Victim gateway = new Victim(data, LAUNCHER);
                AdminClient admin = admin(gateway.start())) {
            admin.post("/admin/organizations", Map.of("id", ORGANIZATION, "name", "Benchmark"));
            for (int i = 0; i < count; i += KEYS_A_REQUEST) {
                importKeys(admin, i, Math.min(count, i + KEYS_A_REQUEST));
            }
        }
        long began = System.nanoTime();
        long records;
        try (BenchLog log = BenchLog.open(data)) {
            log.fill(calls, keys);
            records = log.size();
        }
        System.out.printf(
                Locale.ROOT,
                "%,d calls of %,d keys put into a log of %,d records in %.0f s%n",
                calls,
                count,
                records,
                seconds(began));
        MarkdownTable table =
                new MarkdownTable("start", "ready s", "first spend ms", "second ms", "spend calls");
        try (Victim gateway = new Victim(data, LAUNCHER)) {
            start(gateway, table, "--rebuild", "--rebuild");
        }
        try (Victim gateway = new Victim(data, LAUNCHER)) {
            start(gateway, table, "after a stop");
            gateway.kill();
            start(gateway, table, "after kill -9");
        }
        System.out.println(table);
        System.out.println("load average " + MachineClock.loadAverage());
    }

    private void start(Victim gateway, MarkdownTable table, String name, String... words)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        JsonNode run = gateway.start(words);
        double ready = seconds(began);
        try (AdminClient admin = admin(run)) {
            long asked = System.nanoTime();
            JsonNode spend = admin.get(QUESTION);
            double first = seconds(asked);
            asked = System.nanoTime();
            admin.get(QUESTION);
            double second = seconds(asked);
            long calls = 0;
            for (JsonNode row : spend.path("rows")) {
                calls += row.path("requests").asLong();
            }
            table.row(
                    name,
                    String.format(Locale.ROOT, "%.1f", ready),
                    String.format(Locale.ROOT, "%.0f", first * 1e3),
                    String.format(Locale.ROOT, "%.0f", second * 1e3),
                    calls);
        }
    }

    private void importKeys(AdminClient admin, int from, int to)
            throws IOException, InterruptedException {
        List<Map<String, Object>> hashes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            hashes.add(Map.of("sha256", hash("sk-restart-" + i)));
        }
        JsonNode imported =
                admin.post("/admin/keys/import", Map.of("orgId", ORGANIZATION, "keys", hashes));
        imported.path("keys").forEach(key -> keys.add(key.path("id").asString()));
    }

    private static String hash(String token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private AdminClient admin(JsonNode run) throws IOException {
        return new AdminClient(
                run.path("controlUrl").asString(),
                Files.readString(data.resolve("operator.token")).strip());
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / NANOS_PER_SECOND;
    }
}
