package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// From the first start to the last, with kills between.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LifeIT {

    private static final String CHAT =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    @TempDir private Path temporary;

    @Test
    void keepsWhatItRecordedOverStopAndKill() throws IOException {
        Path data = temporary.resolve("data");
        String first;
        try (Gateway gateway = Gateway.start(data)) {
            assertThat(gateway.output()).contains("curl -N " + gateway.dataUrl(), "call last");
            first = call(gateway);
            assertThat(gateway.stop()).isZero();
        }
        String second;
        try (Gateway gateway = Gateway.start(data)) {
            assertVerified(gateway, first);
            second = call(gateway);
            ProcessHandle postgres = gateway.postgres();
            gateway.kill();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> postgres.info().commandLine().isEmpty());
        }
        try (Gateway gateway = Gateway.start(data)) {
            assertVerified(gateway, first);
            assertVerified(gateway, second);
            assertThat(call(gateway)).isNotEqualTo(second);
            letsNobodyElseIntoItsDataDirectory(gateway);
        }
        refusesToGoOnWithoutItsKeys(data);
    }

    private static void letsNobodyElseIntoItsDataDirectory(Gateway gateway) {
        Gateway other = Gateway.launch(gateway.data(), Map.of());
        assertThat(other.awaitExit()).isEqualTo(1);
        assertThat(other.errors()).contains("already in use by process " + gateway.process().pid());
        assertThat(new Http(gateway.dataUrl(), gateway.demoKey()).get("/v1/models").statusCode())
                .isEqualTo(200);
    }

    private static void refusesToGoOnWithoutItsKeys(Path data) throws IOException {
        Files.delete(data.resolve("keys/pepper"));
        Gateway gateway = Gateway.launch(data, Map.of());
        assertThat(gateway.awaitExit()).isEqualTo(1);
        assertThat(gateway.errors())
                .contains(
                        "missing, but the log was written with it: " + data.resolve("keys/pepper"));
        assertThat(data.resolve("keys/pepper")).doesNotExist();
    }

    @Test
    void goesOnAfterAStopWhileItStartedAndWhenItsDatabaseCrashed() {
        Path data = temporary.resolve("data");
        Gateway stopped = Gateway.launch(data, Map.of());
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(data.resolve("postgres/data/postmaster.pid")));
        assertThat(stopped.stop()).isEqualTo(1); // it never was ready
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
        assertThat(data.resolve("run.json")).doesNotExist();
        try (Gateway gateway = Gateway.start(data)) {
            String before = call(gateway);
            ProcessHandle postgres = gateway.postgres();
            postgres.destroyForcibly();
            Http client = new Http(gateway.dataUrl(), gateway.demoKey());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> client.post("/v1/chat/completions", CHAT).statusCode() == 200);
            assertThat(gateway.postgres().pid()).isNotEqualTo(postgres.pid());
            // The reading room finds its connections broken when it next uses them.
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertVerified(gateway, before));
            call(gateway);
        }
    }

    @Test
    void refusesAWrongSetting() {
        Path data = temporary.resolve("data");
        Gateway unknown = Gateway.launch(data, Map.of("AFFIDAVIT_EDGE_PROT", "1"));
        assertThat(unknown.awaitExit()).isEqualTo(1);
        assertThat(unknown.errors()).contains("AFFIDAVIT_EDGE_PROT: no such setting");

        Gateway wrong = Gateway.launch(data, Map.of("AFFIDAVIT_EDGE_CALLSMAX", "-1"));
        assertThat(wrong.awaitExit()).isEqualTo(1);
        assertThat(wrong.errors())
                .contains("affidavit: affidavit.edge.calls-max: -1 (expected: >= 1)");
    }

    private static String call(Gateway gateway) {
        HttpResponse<String> answer =
                new Http(gateway.dataUrl(), gateway.demoKey()).post("/v1/chat/completions", CHAT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String id = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
        assertVerified(gateway, id);
        return id;
    }

    private static void assertVerified(Gateway gateway, String call) {
        Http control = new Http(gateway.controlUrl(), gateway.operatorToken());
        HttpResponse<String> answer = control.get("/audit/calls/" + call);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode history = Http.json(answer);
        assertThat(history.path("chain").path("verified").asBoolean()).as(answer.body()).isTrue();
        assertThat(history.path("events").findValuesAsString("type"))
                .startsWith("call.admitted")
                .endsWith("call.completed");
    }
}
