package io.affidavit.bench.routes;

import io.affidavit.bench.crash.Victim;
import io.affidavit.bench.edge.AdminClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// Calls through a route whose primary fails at random while its fallback is healthy; then the log
/// is asked what happened.
final class RoutesRun {

    private static final int OK = 200;
    private static final int CALLERS = 16;
    private static final int FAIL_PERCENT = 30;
    private static final int MAX_COMPLAINTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final PrintStream out;
    private final int calls;
    private final long seed;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /// @param data a data directory that does not exist yet
    /// @param calls how many calls are made
    /// @param seed of the primary's moods
    RoutesRun(Path data, PrintStream out, int calls, long seed) {
        this.data = data;
        this.out = out;
        this.calls = calls;
        this.seed = seed;
    }

    /// Makes the calls and returns what went wrong, which is nothing when all is well.
    List<String> run() throws IOException, InterruptedException, SQLException {
        Files.createDirectories(data);
        Files.writeString(
                data.resolve("affidavit.properties"),
                "affidavit.upstream.allowed-addresses=127.0.0.0/8,::1/128\n");
        try (MoodyProvider primary = new MoodyProvider(FAIL_PERCENT, seed);
                MoodyProvider spare = new MoodyProvider(0, seed);
                Victim gateway = new Victim(data)) {
            JsonNode run = gateway.start();
            String key = register(run, primary, spare);
            long start = System.nanoTime();
            callAll(run.path("dataUrl").asString(), key);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            out.printf(
                    "calls               %d in %.1f s, %d failures seen by clients%n",
                    calls, took.toMillis() / 1000.0, failures.size());
            return judge(run, primary, spare);
        }
    }

    private String register(JsonNode run, MoodyProvider primary, MoodyProvider spare)
            throws IOException, InterruptedException {
        String token = Files.readString(data.resolve("operator.token")).strip();
        try (AdminClient admin = new AdminClient(run.path("controlUrl").asString(), token)) {
            admin.post("/admin/organizations", Map.of("id", "bench", "name", "Benchmark"));
            provide(admin, "primary", primary);
            provide(admin, "spare", spare);
            admin.post(
                    "/admin/routes",
                    Map.of(
                            "alias",
                            "primary",
                            "fallbacks",
                            List.of("spare"),
                            "retry",
                            Map.of("backoffMillis", 5, "backoffMaxMillis", 20)));
            JsonNode key =
                    admin.post(
                            "/admin/keys", Map.of("orgId", "bench", "aliases", List.of("primary")));
            return key.get("key").asString();
        }
    }

    private static void provide(AdminClient admin, String name, MoodyProvider provider)
            throws IOException, InterruptedException {
        admin.post(
                "/admin/providers",
                Map.of(
                        "name",
                        name,
                        "protocol",
                        "openai",
                        "baseUrl",
                        provider.baseUrl(),
                        "credential",
                        "sk-upstream"));
        admin.post(
                "/admin/deployments",
                Map.of("alias", name, "provider", name, "upstreamModel", "moody"));
    }

    private void callAll(String url, String key) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        try (HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            HttpRequest request = request(url, key);
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> {
                    while (next.getAndIncrement() < calls) {
                        call(http, request);
                    }
                });
            }
            callers.shutdown();
            while (!callers.awaitTermination(5, TimeUnit.SECONDS)) {
                out.printf("                    %d of %d%n", Math.min(next.get(), calls), calls);
            }
        }
    }

    private static HttpRequest request(String url, String key) {
        String json =
                "{\"model\":\"primary\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        return HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    private void call(HttpClient http, HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK || !answer.body().contains("\"Hello\"")) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e.toString());
        }
    }

    private List<String> judge(JsonNode run, MoodyProvider primary, MoodyProvider spare)
            throws SQLException, IOException {
        List<String> complaints = new ArrayList<>();
        failures.stream().limit(MAX_COMPLAINTS).forEach(complaints::add);
        try (Connection connection = open(run.path("database"))) {
            RecordedAttempts recorded = RecordedAttempts.read(connection);
            complaints.addAll(recorded.complaints());
            long asked = primary.asked() + spare.asked();
            out.printf("providers           asked %d, failed %d%n", asked, primary.failed());
            out.printf(
                    "records             %d choices, all made again: %s; %d failed attempts%n",
                    recorded.choices(), recorded.complaints().isEmpty(), recorded.failed());
            out.printf("calls by attempts   %s%n", recorded.callsByAttempts());
            out.printf("cooldowns           %d%n", recorded.cooldowns());
            compare(complaints, "calls on record", calls, recorded.calls().size());
            compare(complaints, "failed attempts", primary.failed(), recorded.failed());
            compare(complaints, "choices", asked, recorded.choices());
        }
        return complaints;
    }

    private static void compare(List<String> complaints, String what, long expected, long found) {
        if (expected != found) {
            complaints.add(what + ": " + found + " (expected: " + expected + ")");
        }
    }

    private static Connection open(JsonNode database) throws SQLException, IOException {
        String url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(
                                database.path("host").asString(),
                                database.path("port").asInt(),
                                database.path("name").asString());
        Path password = Path.of(database.path("passwords").asString(), "affidavit_reader.password");
        return DriverManager.getConnection(
                url, "affidavit_reader", Files.readString(password).strip());
    }
}
