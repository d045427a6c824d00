package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
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

/// Limits of deployments from outside: what is full is passed over, and only what fits nowhere is
/// refused.
class DeploymentLimitsIT {

    private static final int OK = 200;
    private static final int CROWD = 100;

    @Test
    void sendsCallsWhereThereIsRoom(@TempDir Path temporary) throws Exception {
        try (Gateway gateway = Gateway.start(temporary.resolve("data"))) {
            Http admin = new Http(gateway.controlUrl(), gateway.operatorToken());
            Http application = new Http(gateway.dataUrl(), gateway.demoKey());
            String first =
                    Http.json(admin.get("/admin/deployments"))
                            .path("data")
                            .get(0)
                            .path("id")
                            .asString();
            String second =
                    Http.json(
                                    admin.post(
                                            "/admin/deployments",
                                            "{\"alias\":\"demo\",\"provider\":\"simulator\","
                                                    + "\"upstreamModel\":\"second\",\"order\":1}"))
                            .path("id")
                            .asString();

            passesOverWhatIsFull(admin, application, first, second);
            sendsExactlyAsManyAsFit(admin, application, first);
            assertThat(admin.delete("/admin/deployments/" + second).statusCode()).isEqualTo(OK);
            refusesWhatFitsNowhere(admin, application, first);
            refusesWhatIsNone(admin, second);

            Fsck sound = Fsck.run(gateway.data(), "--accounts");
            assertThat(sound.status()).as(sound.output()).isZero();
            assertThat(sound.output()).contains("limits=2 derived again");
        }
    }

    private static void passesOverWhatIsFull(
            Http admin, Http application, String first, String second) throws Exception {
        String limit = set(admin, first, "parallel", "total", "1");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> slow =
                    threads.submit(() -> ask(application, "[[delay:4000]] slowly"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(shown(admin, first, "held")).isEqualTo("1"));

            HttpResponse<String> other = ask(application, "Hello");

            assertThat(other.statusCode()).isEqualTo(OK);
            JsonNode choice = choice(admin, other);
            assertThat(choice.path("chosen").asString()).isEqualTo(second);
            assertThat(choice.path("candidates").get(0).path("dropped").asString())
                    .isEqualTo("full");
            assertThat(slow.get().statusCode()).isEqualTo(OK);
            assertThat(choice(admin, slow.get()).path("chosen").asString()).isEqualTo(first);
        }
        assertThat(shown(admin, first, "held")).isEqualTo("0");
        assertThat(admin.delete("/admin/limits/" + limit).statusCode()).isEqualTo(OK);
    }

    private static void sendsExactlyAsManyAsFit(Http admin, Http application, String first)
            throws Exception {
        String limit = set(admin, first, "requests", "day", "10");
        CyclicBarrier barrier = new CyclicBarrier(CROWD);
        List<Future<HttpResponse<String>>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CROWD; i++) {
                calls.add(
                        threads.submit(() -> {
                            barrier.await();
                            return ask(application, "Hello");
                        }));
            }
        }
        int there = 0;
        for (Future<HttpResponse<String>> call : calls) {
            assertThat(call.get().statusCode()).as(call.get().body()).isEqualTo(OK);
            there += choice(admin, call.get()).path("chosen").asString().equals(first) ? 1 : 0;
        }
        assertThat(there).isEqualTo(10);
        assertThat(shown(admin, first, "spent")).isEqualTo("10");
        assertThat(admin.delete("/admin/limits/" + limit).statusCode()).isEqualTo(OK);
    }

    private static void refusesWhatFitsNowhere(Http admin, Http application, String first) {
        String limit = set(admin, first, "requests", "minute", "1");
        set(admin, first, "usd", "month", "100");
        assertThat(ask(application, "Hello").statusCode()).isEqualTo(OK);

        HttpResponse<String> refused = ask(application, "Hello");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Http.json(refused).path("error").path("code").asString())
                .isEqualTo("rate_limit_exceeded");
        assertThat(Http.json(refused).path("error").path("message").asString())
                .contains("Limit " + limit + " of 1 requests per minute has no room");
        assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 61);
        assertThat(refused.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
    }

    private static void refusesWhatIsNone(Http admin, String drained) {
        for (String body :
                List.of(
                        "{\"kind\":\"tag\",\"id\":\"x\"}|400|not_yet_available",
                        "{\"kind\":\"endUser\",\"id\":\"x\"}|400|not_yet_available",
                        "{\"kind\":\"deployment\",\"id\":\"dep_9999999999999999\"}|404|not_found",
                        "{\"kind\":\"deployment\",\"id\":\"" + drained + "\"}|404|not_found")) {
            String[] expected = body.split("\\|", -1);
            HttpResponse<String> answer =
                    admin.send(
                            "PUT",
                            "/admin/limits",
                            "{\"scope\":"
                                    + expected[0]
                                    + ",\"unit\":\"usd\",\"window\":\"day\",\"amount\":\"1\"}");
            assertThat(answer.statusCode()).as(body).isEqualTo(Integer.parseInt(expected[1]));
            assertThat(Http.json(answer).path("code").asString()).isEqualTo(expected[2]);
        }
    }

    private static String set(
            Http admin, String deployment, String unit, String window, String amount) {
        HttpResponse<String> answer =
                admin.send(
                        "PUT",
                        "/admin/limits",
                        """
                        {"scope":{"kind":"deployment","id":"%s"},
                         "unit":"%s","window":"%s","amount":"%s"}
                        """
                                .formatted(deployment, unit, window, amount));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(OK);
        return Http.json(answer).path("id").asString();
    }

    private static String shown(Http admin, String deployment, String member) {
        return Http.json(admin.get("/audit/rates?scope=deployment:" + deployment))
                .path("data")
                .get(0)
                .path(member)
                .asString();
    }

    private static JsonNode choice(Http admin, HttpResponse<String> answer) {
        String call = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
        return Http.json(admin.get("/audit/calls/" + call))
                .path("events")
                .valueStream()
                .filter(event -> event.path("type").asString().equals("route.chosen"))
                .findFirst()
                .orElseThrow()
                .path("data")
                .path("choice");
    }

    private static HttpResponse<String> ask(Http application, String text) {
        return application.post(
                "/v1/chat/completions",
                "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(text));
    }
}
