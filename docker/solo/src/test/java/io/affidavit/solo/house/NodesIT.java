package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import tools.jackson.databind.JsonNode;

/// Several gateways on one database that none of them started.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NodesIT {

    private static final String CHAT =
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String STREAM = CHAT.replace("{\"model\"", "{\"stream\":true,\"model\"");

    @TempDir private static Path temporary;
    private static SharedHouse house;
    private static OpenAiDouble provider;
    private static Gateway first;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenAiDouble();
        house = new SharedHouse(temporary);
        first = house.first;
        key = new OperatorSteps(first).provideFast(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        house.close();
        provider.close();
    }

    @AfterEach
    void isWholeAndInOrder() throws Exception {
        provider.beforeEnd(() -> {});
        house.assertWhole();
    }

    @Test
    void refusesOnOneNodeWhatAnotherRevoked() throws Exception {
        try (Gateway second = house.further("second", key)) {
            assertThat(second.data().resolve("demo.key")).doesNotExist();
            assertThat(second.run().path("database").path("kind").asString()).isEqualTo("external");
            HttpResponse<String> issued =
                    new OperatorSteps(second).create("/admin/keys", "{\"orgId\":\"acme\"}");
            String shared = Http.json(issued).path("key").asString();
            Http there = new Http(first.dataUrl(), shared);
            Awaitility.await().until(() -> chat(there) == 200);

            CountDownLatch goOn = new CountDownLatch(1);
            provider.beforeEnd(() -> await(goOn));
            HttpResponse<InputStream> underWay = stream(first, shared);
            BufferedReader reader = content(underWay);

            String id = Http.json(issued).path("id").asString();
            new Http(second.controlUrl(), second.operatorToken()).delete("/admin/keys/" + id);
            Awaitility.await().until(() -> chat(there) == 401);
            refusesATokenAtOnce(new Http(second.controlUrl(), second.operatorToken()));

            goOn.countDown(); // what was admitted runs to its end
            assertThat(reader.lines()).contains("data: [DONE]");
        }
    }

    /// No node remembers a token: each request is judged by the log.
    private void refusesATokenAtOnce(Http other) {
        JsonNode made =
                Http.json(
                        other.post(
                                "/admin/tokens",
                                "{\"role\":\"team_admin\","
                                        + "\"scope\":{\"kind\":\"organization\",\"id\":\"acme\"}}"));
        Http here = new Http(first.controlUrl(), made.path("token").asString());
        String issue = "{\"orgId\":\"acme\"}";
        assertThat(here.post("/admin/keys", issue).statusCode()).isEqualTo(201);
        assertThat(here.get("/admin/keys").statusCode()).isEqualTo(200);
        assertThat(other.delete("/admin/tokens/" + made.path("id").asString()).statusCode())
                .isEqualTo(200);
        assertThat(here.post("/admin/keys", issue).statusCode()).isEqualTo(401);
        assertThat(here.get("/admin/keys").statusCode()).isEqualTo(401);
    }

    @Test
    void endsTheCallsOfAKilledNodeOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger open = new AtomicInteger();
        try (Gateway second = house.further("killed", key);
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
            List<String> calls = house.openCalls();
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
                    .untilAsserted(() -> assertThat(house.openCalls()).isEmpty());
            never.countDown();
            for (BufferedReader stream : streams) {
                stream.close();
            }
            for (String call : calls) {
                assertThat(house.count(call, "call.abandoned")).isEqualTo(1);
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
        try (Gateway second = house.further("paused", key)) {
            HttpResponse<InputStream> answer = stream(second);
            String call = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
            BufferedReader reader = content(answer);

            second.signal("STOP");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(house.count(call, "call.abandoned")).isEqualTo(1));
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
                            assertThat(house.types(call))
                                    .endsWith("call.abandoned", "call.concluded_late"));
        }
    }

    private static int chat(Http client) {
        return client.post("/v1/chat/completions", CHAT).statusCode();
    }

    private static HttpResponse<InputStream> stream(Gateway gateway) throws Exception {
        return stream(gateway, key);
    }

    private static HttpResponse<InputStream> stream(Gateway gateway, String secret)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.dataUrl() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + secret)
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

    private static void await(CountDownLatch latch) {
        try {
            boolean _ = latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
