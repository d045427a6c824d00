package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Limits from outside: set, used up by a crowd, raised, shown, derived again from the records.
class LimitsIT {

    private static final String ASK =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final int CROWD = 80;
    private static final int ROOM = 10;
    private static final int OK = 200;

    @Test
    void letsExactlyAsMuchThroughAsWasSaid(@TempDir Path temporary) throws Exception {
        try (Gateway gateway = Gateway.start(temporary.resolve("data"))) {
            Http admin = new Http(gateway.controlUrl(), gateway.operatorToken());
            Http application = new Http(gateway.dataUrl(), gateway.demoKey());
            String limit = set(admin, "organization", "demo", "requests", "day", "10");

            List<HttpResponse<String>> answers = crowd(application);

            assertThat(answers.stream().filter(answer -> answer.statusCode() == OK)).hasSize(ROOM);
            HttpResponse<String> refused =
                    answers.stream()
                            .filter(answer -> answer.statusCode() != OK)
                            .findFirst()
                            .orElseThrow();
            assertThat(refused.statusCode()).isEqualTo(429);
            JsonNode error = Http.json(refused).path("error");
            assertThat(error.path("code").asString()).isEqualTo("insufficient_quota");
            assertThat(error.path("message").asString())
                    .contains("Limit " + limit + " of 10 requests per day has no room");
            assertThat(shown(admin).path("spent").asString()).isEqualTo("10");
            assertThat(shown(admin).path("held").asString()).isEqualTo("0");

            assertThat(
                            admin.post(
                                            "/admin/limits/" + limit + "/raise",
                                            "{\"amount\":\"11\",\"until\":\"2099-01-01T00:00:00Z\"}")
                                    .statusCode())
                    .isEqualTo(OK);
            assertThat(ask(application)).isEqualTo(OK);
            assertThat(ask(application)).isEqualTo(429);
            useIsOnRecord(admin);
            accountsAreDerivedAgain(gateway);

            assertThat(admin.delete("/admin/limits/" + limit).statusCode()).isEqualTo(OK);
            assertThat(ask(application)).isEqualTo(OK);
            assertThat(Http.json(admin.get("/admin/limits")).path("data").size()).isZero();
        }
    }

    private static void useIsOnRecord(Http admin) {
        Awaitility.await()
                .untilAsserted(() -> {
                    JsonNode crossed =
                            Http.json(admin.get("/audit/events?type=limit_threshold.crossed"));
                    assertThat(crossed.path("data").valueStream())
                            .extracting(event -> event.path("data").path("percent").asString())
                            .contains("50", "80", "100");
                    JsonNode exhausted = Http.json(admin.get("/audit/events?type=limit.exhausted"));
                    assertThat(exhausted.path("data").valueStream())
                            .extracting(event -> event.path("data").path("amount").asString())
                            .containsExactly("10");
                });
    }

    private static void accountsAreDerivedAgain(Gateway gateway) throws Exception {
        Fsck sound = Fsck.run(gateway.data(), "--accounts");
        assertThat(sound.status()).as(sound.output()).isZero();
        assertThat(sound.output()).contains("limits=1 derived again");

        try (Connection connection = HouseDatabase.of(gateway).superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("update evidence.account set spent = spent - 1");
            Fsck drifted = Fsck.run(gateway.data(), "--accounts");
            statement.execute("update evidence.account set spent = spent + 1");
            assertThat(drifted.status()).as(drifted.output()).isEqualTo(34);
            assertThat(drifted.firstFailure()).contains("spent 10 held 0 expected spent 11 held 0");
            for (String secretly :
                    List.of(
                            "update evidence.limit_terms set raised_to = 9999,"
                                    + " raised_until = '2099-01-01'",
                            "update evidence.limit_terms set scope = 'organization:nobody'",
                            "insert into evidence.account values ('lim_0000000000000000', 0, 1, 0)")) {
                statement.execute("create table kept as select * from evidence.limit_terms");
                statement.execute(secretly);
                Fsck other = Fsck.run(gateway.data(), "--accounts");
                statement.execute(
                        "delete from evidence.account where limit_id like '%000000000000'");
                statement.execute("delete from evidence.limit_terms");
                statement.execute("insert into evidence.limit_terms select * from kept");
                statement.execute("drop table kept");
                assertThat(other.status()).as(secretly).isEqualTo(34);
            }
            assertThat(Fsck.run(gateway.data(), "--accounts").status()).isZero();
        }
    }

    private static String set(
            Http admin, String kind, String id, String unit, String window, String amount) {
        HttpResponse<String> answer =
                admin.send(
                        "PUT",
                        "/admin/limits",
                        """
                        {"scope":{"kind":"%s","id":"%s"},"unit":"%s","window":"%s","amount":"%s"}
                        """
                                .formatted(kind, id, unit, window, amount));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(OK);
        return Http.json(answer).path("id").asString();
    }

    private static JsonNode shown(Http admin) {
        return Http.json(admin.get("/admin/limits?scope=organization:demo")).path("data").get(0);
    }

    private static int ask(Http application) {
        return application.post("/v1/chat/completions", ASK).statusCode();
    }

    private static List<HttpResponse<String>> crowd(Http application) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(CROWD);
        List<Future<HttpResponse<String>>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CROWD; i++) {
                calls.add(
                        threads.submit(() -> {
                            barrier.await();
                            return application.post("/v1/chat/completions", ASK);
                        }));
            }
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> call : calls) {
            answers.add(call.get());
        }
        return answers;
    }
}
