package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.RecordView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several gateways on one database that none of them started.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NodesIT {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "AFFIDAVIT_COMMAND_LEASE",
                    "2s",
                    "AFFIDAVIT_UPSTREAM_ALLOWEDADDRESSES",
                    "127.0.0.0/8");
    private static final String CHAT =
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String STREAM = CHAT.replace("{\"model\"", "{\"stream\":true,\"model\"");

    @TempDir private static Path temporary;
    private static ExternalServer server;
    private static OpenAiDouble provider;
    private static Gateway first;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        server = new ExternalServer(temporary.resolve("server"));
        provider = new OpenAiDouble();
        Path data = temporary.resolve("first");
        ExternalServer.Outcome init = server.init(data);
        assertThat(init.status()).as(init.output()).isZero();
        assertThat(init.output()).contains("is set up", "--database '" + server.url() + "'");
        first = Gateway.start(data, SETTINGS, "--database", server.url());
        key = new OperatorSteps(first).provideFast(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        first.close();
        provider.close();
        server.close();
    }

    @AfterEach
    void isWholeAndInOrder() throws Exception {
        provider.beforeEnd(() -> {});
        Fsck fsck = Fsck.run(first.data(), "--database", server.url());
        assertThat(fsck.status()).as(fsck.output()).isZero();
        Map<String, Long> next = new HashMap<>();
        long position = 0;
        for (RecordView record : records()) {
            assertThat(record.pos()).isEqualTo(position++);
            long expected = next.merge(record.node().id(), 0L, (last, zero) -> last + 1);
            assertThat(record.node().sequence()).isEqualTo(expected);
        }
    }

    @Test
    void setsUpOnceAndSaysSo() throws Exception {
        String logins = Files.readString(first.data().resolve("database.passwords"));

        ExternalServer.Outcome again = server.init(first.data());
        assertThat(again.status()).as(again.output()).isZero();
        assertThat(again.output()).contains("was set up already");
        assertThat(first.data().resolve("database.passwords")).hasContent(logins);

        ExternalServer.Outcome elsewhere = server.init(temporary.resolve("elsewhere"));
        assertThat(elsewhere.status()).isEqualTo(1);
        assertThat(elsewhere.output()).contains("has its logins already");
    }

    @Test
    void refusesADatabaseThatMayForget() throws Exception {
        server.execute("alter system set fsync = off", "select pg_reload_conf()");
        try {
            Path data = copyOfFirst("forgetful");
            Gateway refused = Gateway.launch(data, SETTINGS, "--database", server.url());
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains(
                            "PostgreSQL is not set up to keep records: fsync: off (expected: on)");
        } finally {
            server.execute("alter system reset fsync", "select pg_reload_conf()");
        }
    }

    @Test
    void refusesOtherKeys() throws Exception {
        Path data = copyOfFirst("stranger");
        Files.delete(data.resolve("keys/log.ed25519.pub"));
        Files.copy(data.resolve("keys/receipt.ed25519.pub"), data.resolve("keys/log.ed25519.pub"));
        Gateway refused = Gateway.launch(data, SETTINGS, "--database", server.url());
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.errors()).contains("are not those of log affidavit.local/");
    }

    @Test
    void refusesOnOneNodeWhatAnotherRevoked() throws Exception {
        try (Gateway second = second("second")) {
            assertThat(second.data().resolve("demo.key")).doesNotExist();
            assertThat(second.run().path("database").path("kind").asString()).isEqualTo("external");
            HttpResponse<String> issued =
                    new OperatorSteps(second).create("/admin/keys", "{\"orgId\":\"acme\"}");
            String shared = Http.json(issued).path("key").asString();
            Http there = new Http(first.dataUrl(), shared);
            Awaitility.await().until(() -> chat(there) == 200);

            String id = Http.json(issued).path("id").asString();
            new Http(second.controlUrl(), second.operatorToken()).delete("/admin/keys/" + id);
            Awaitility.await().until(() -> chat(there) == 401);
        }
    }

    @Test
    void endsTheCallsOfAKilledNodeOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger open = new AtomicInteger();
        try (Gateway second = second("killed");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.beforeEnd(() -> {
                open.incrementAndGet();
                await(never);
            });
            List<BufferedReader> streams = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                streams.add(content(stream(second)));
            }
            Awaitility.await().until(() -> open.get() >= 5);
            List<String> calls = openCalls();
            assertThat(calls).hasSize(5);
            provider.beforeEnd(() -> {});
            for (int i = 0; i < 4; i++) {
                Http client = new Http((i % 2 == 0 ? first : second).dataUrl(), key);
                callers.execute(() -> {
                    try {
                        while (chat(client) == 200) {
                            Thread.onSpinWait();
                        }
                    } catch (IllegalStateException e) {
                        open.decrementAndGet(); // its node is gone
                    }
                });
            }

            second.kill();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(openCalls()).isEmpty());
            never.countDown();
            for (BufferedReader stream : streams) {
                stream.close();
            }
            for (String call : calls) {
                assertThat(count(call, "call.abandoned")).isEqualTo(1);
            }
            new Http(first.controlUrl(), first.operatorToken()).delete("/admin/keys/" + id(key));
            callers.shutdown();
            assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            key =
                    Http.json(
                                    new OperatorSteps(first)
                                            .create("/admin/keys", "{\"orgId\":\"acme\"}"))
                            .path("key")
                            .asString();
        }
    }

    @Test
    void forwardsNothingAfterAPauseLongerThanItsLease() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        provider.beforeEnd(() -> await(goOn));
        try (Gateway second = second("paused")) {
            HttpResponse<InputStream> answer = stream(second);
            String call = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
            BufferedReader reader = content(answer);

            second.signal("STOP");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(count(call, "call.abandoned")).isEqualTo(1));
            second.signal("CONT");
            goOn.countDown();

            String rest = String.join("\n", reader.lines().toList());
            assertThat(rest)
                    .contains("evidence_unavailable")
                    .doesNotContain("[DONE]")
                    .doesNotContain("\"stop\"");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(types(call))
                                    .endsWith("call.abandoned", "call.concluded_late"));
        }
    }

    private static Gateway second(String name) throws IOException {
        Gateway gateway = Gateway.start(copyOfFirst(name), SETTINGS, "--database", server.url());
        Http client = new Http(gateway.dataUrl(), key);
        Awaitility.await().until(() -> client.get("/health/ready").statusCode() == 200);
        return gateway;
    }

    /// What an operator copies for a further node.
    private static Path copyOfFirst(String name) throws IOException {
        Path data = Files.createDirectories(temporary.resolve(name));
        Files.createDirectories(data.resolve("keys"));
        try (var keys = Files.list(first.data().resolve("keys"))) {
            for (Path file : keys.toList()) {
                Files.copy(file, data.resolve("keys").resolve(file.getFileName()));
            }
        }
        for (String file : List.of("operator.token", "database.passwords")) {
            Files.copy(first.data().resolve(file), data.resolve(file));
        }
        return data;
    }

    private static int chat(Http client) {
        return client.post("/v1/chat/completions", CHAT).statusCode();
    }

    private static HttpResponse<InputStream> stream(Gateway gateway) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.dataUrl() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                        .build();
        HttpResponse<InputStream> answer =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    /// Reads both pieces of content that come before the provider waits.
    private static BufferedReader content(HttpResponse<InputStream> answer) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null && !line.contains("\"lo\"")) {
            line = reader.readLine();
        }
        assertThat(line).isNotNull();
        return reader;
    }

    private static String id(String secret) {
        return secret.split("-", 4)[2];
    }

    private static List<String> openCalls() throws SQLException {
        return texts(
                "select agg::text from evidence.record r where type = 'call.admitted'"
                        + " and not exists (select 1 from evidence.record e where e.agg = r.agg"
                        + " and e.type in ('call.completed', 'call.failed', 'call.abandoned'))");
    }

    private static List<String> types(String call) throws SQLException {
        return texts(
                "select type from evidence.record where agg = '" + call + "' order by agg_seq");
    }

    private static List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = server.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static int count(String call, String type) throws SQLException {
        try (Connection connection = server.superuser()) {
            return HouseDatabase.count(connection, call, type);
        }
    }

    private static List<RecordView> records() throws SQLException {
        List<RecordView> records = new ArrayList<>();
        try (Connection connection = server.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select rec from evidence.record order by pos")) {
            while (rows.next()) {
                records.add(RecordView.parse(rows.getBytes(1)));
            }
        }
        return records;
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean _ = latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
