package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is visible outside is durable before: a lock on the head keeps records from being committed
/// while a spying provider and a client watch.
class RecordOrderIT {

    private static final String ASK =
            "{\"model\":\"fast\",\"stream\":%s,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final Duration LOOKING_ON = Duration.ofSeconds(1);
    private static final String LOCK = "select size from evidence.head for update";

    @TempDir private static Path temporary;
    private static OpenAiDouble provider;
    private static Gateway gateway;
    private static String key;

    @BeforeAll
    static void start() {
        provider = new OpenAiDouble();
        gateway = Gateway.start(temporary.resolve("data"), OperatorSteps.LOCAL_PROVIDERS);
        key = new OperatorSteps(gateway).provideFast(provider.baseUrl());
        new Http(gateway.dataUrl(), key).post("/v1/chat/completions", ASK.formatted("false"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitsTheAdmissionBeforeTheProviderSeesAByte(boolean stream) throws Exception {
        provider.beforeEnd(() -> {});
        int before = provider.seen().size();
        CompletableFuture<HttpResponse<Void>> call;
        try (Connection watcher = HouseDatabase.of(gateway).superuser();
                Connection holder = lockHead()) {
            call = ask(stream, new CopyOnWriteArrayList<>());
            awaitBlockedWriter(watcher);
            staysTrue(() -> provider.seen().size() == before);
            holder.rollback();
        }
        assertThat(call.get().statusCode()).isEqualTo(200);
        assertThat(provider.seen()).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitsTheConclusionBeforeTheClientSeesTheEnd(boolean stream) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (Connection watcher = HouseDatabase.of(gateway).superuser();
                Connection holder = HouseDatabase.of(gateway).superuser()) {
            holder.setAutoCommit(false);
            provider.beforeEnd(() -> execute(holder, LOCK));
            CompletableFuture<HttpResponse<Void>> call = ask(stream, lines);
            awaitBlockedWriter(watcher);
            if (stream) {
                Awaitility.await().until(() -> String.join("", lines).contains("\"lo\""));
            }
            staysTrue(() -> !call.isDone() && !hasEnded(String.join("\n", lines)));

            holder.rollback();
            HttpResponse<Void> answer = call.get();

            assertThat(String.join("\n", lines)).contains(stream ? "[DONE]" : "stop");
            String id = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
            assertThat(HouseDatabase.count(watcher, id, "call.completed")).isEqualTo(1);
        }
    }

    private static boolean hasEnded(String seen) {
        return seen.contains("stop") || seen.contains("[DONE]") || seen.contains("usage");
    }

    /// What must not happen gets time to happen; the append that is held back waits longer.
    private static void staysTrue(Callable<Boolean> condition) {
        Awaitility.await().during(LOOKING_ON).atMost(LOOKING_ON.multipliedBy(3)).until(condition);
    }

    private static Connection lockHead() throws SQLException {
        Connection holder = HouseDatabase.of(gateway).superuser();
        holder.setAutoCommit(false);
        execute(holder, LOCK);
        return holder;
    }

    private static void awaitBlockedWriter(Connection watcher) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(4)) // an append waits for 5 s
                .pollInterval(Duration.ofMillis(10))
                .until(() -> HouseDatabase.writerWaits(watcher));
    }

    private static CompletableFuture<HttpResponse<Void>> ask(boolean stream, List<String> lines)
            throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.dataUrl() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(ASK.formatted(stream)))
                        .build();
        return HttpClient.newHttpClient()
                .sendAsync(
                        request,
                        HttpResponse.BodyHandlers.fromLineSubscriber(new LineCollector(lines)));
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
