package io.affidavit.bench.period;

import io.affidavit.bench.append.BenchLog;
import io.affidavit.bench.crash.Victim;
import io.affidavit.bench.edge.AdminClient;
import io.affidavit.bench.edge.LiveHeap;
import io.affidavit.bench.edge.WorkDirectory;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `docker/bench/run period [CALLS]`: 100,000 calls of one organization are put into a log, then
/// the bundle of all of them is asked for while the live heap of the gateway is watched, fetched,
/// and verified in a small heap.
public final class PeriodBench {

    private static final int CALLS = 100_000;
    private static final int KEYS = 100;
    private static final int VERIFIER_MB = 96;
    private static final int GOOD_BY_ITSELF = 3;
    private static final String ORGANIZATION = "bench";
    private static final String QUESTION = "/audit/spend?groupBy=orgId";
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration SAMPLE = Duration.ofSeconds(1);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MB = 1024.0 * 1024;

    private final Path data;
    private final Path file;

    private PeriodBench(Path work) {
        this.data = work.resolve("data");
        this.file = work.resolve("period.zip");
    }

    /// Runs it and prints two tables.
    public static void main(String[] words) throws Exception {
        int calls = words.length > 0 ? Integer.parseInt(words[0]) : CALLS;
        WorkDirectory work = WorkDirectory.create();
        System.err.println("bench: working in " + work.path());
        new PeriodBench(work.path()).run(calls);
        work.delete();
        System.exit(0);
    }

    private void run(int calls) throws Exception {
        List<String> keys = new ArrayList<>();
        try (Victim gateway = new Victim(data);
                AdminClient admin = admin(gateway.start())) {
            admin.post("/admin/organizations", Map.of("id", ORGANIZATION, "name", "Benchmark"));
            List<Map<String, Object>> hashes = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                hashes.add(Map.of("sha256", HexFormat.of().toHexDigits(i + 1L).repeat(4)));
            }
            admin.post("/admin/keys/import", Map.of("orgId", ORGANIZATION, "keys", hashes))
                    .path("keys")
                    .forEach(key -> keys.add(key.path("id").asString()));
        }
        try (BenchLog log = BenchLog.open(data)) {
            log.fill(calls, keys);
        }
        try (Victim gateway = new Victim(data)) {
            JsonNode run = gateway.start();
            try (AdminClient admin = admin(run)) {
                awaitRest(admin);
                System.out.println(built(admin, new LiveHeap(run.path("pid").asLong())));
            }
        }
        System.out.println(verified());
        System.out.println("load average " + MachineClock.loadAverage());
    }

    /// Until the read tables have caught up, so that the heap is at rest. The export itself waits
    /// for the seal, or says that it is not there.
    private static void awaitRest(AdminClient admin) throws IOException, InterruptedException {
        JsonNode before = admin.get(QUESTION).path("rows");
        JsonNode now = before;
        do {
            Thread.sleep(SETTLE);
            before = now;
            now = admin.get(QUESTION).path("rows");
        } while (now.isEmpty() || !now.equals(before));
    }

    private MarkdownTable built(AdminClient admin, LiveHeap heap) throws Exception {
        long idle = heap.bytes();
        long most = idle;
        long began = System.nanoTime();
        JsonNode bundle =
                admin.post(
                        "/evidence/bundles",
                        Map.of(
                                "scope",
                                Map.of("kind", "organization", "id", ORGANIZATION),
                                "purpose",
                                "bench"));
        String path = "/evidence/bundles/" + bundle.path("id").asString();
        while (bundle.path("state").asString().equals("preparing")) {
            most = Math.max(most, heap.bytes()); // a full collection: not one after another
            Thread.sleep(SAMPLE);
            bundle = admin.get(path);
        }
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        if (!bundle.path("state").asString().equals("ready")) {
            throw new IllegalStateException("no bundle: " + bundle);
        }
        admin.download(path, file);
        return new MarkdownTable(
                        "records", "bundle MB", "s", "live heap idle MB", "most MB above idle")
                .row(
                        bundle.path("recordsTotal").asString(),
                        megabytes(Files.size(file)),
                        "%.1f".formatted(seconds),
                        megabytes(idle),
                        megabytes(most - idle));
    }

    /// The auditor's own command in a heap that the records do not fit into.
    private MarkdownTable verified() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process verifier =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + VERIFIER_MB + "m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.affidavit.replay.cli.Main",
                                "verify",
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String told =
                new String(verifier.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .strip();
        int code = verifier.waitFor();
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        if (code != GOOD_BY_ITSELF) {
            throw new IllegalStateException("not sound, exit " + code + ": " + told);
        }
        return new MarkdownTable("affidavit verify", "heap at most MB", "s")
                .row(told, Integer.toString(VERIFIER_MB), "%.1f".formatted(seconds));
    }

    private AdminClient admin(JsonNode run) throws IOException {
        return new AdminClient(
                run.path("controlUrl").asString(),
                Files.readString(data.resolve("operator.token")).strip());
    }

    private static String megabytes(long bytes) {
        return "%.1f".formatted(bytes / BYTES_PER_MB);
    }
}
