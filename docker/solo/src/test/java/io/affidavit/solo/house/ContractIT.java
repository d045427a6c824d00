package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The sequence of the contract on a fresh installation, as users of the field already send it.
class ContractIT {

    private static final String ASK =
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                    + "\"x_unknown\":12345678901234567890%s}";

    @TempDir private static Path temporary;
    private static OpenAiDouble provider;
    private static Gateway gateway;
    private static Http control;
    private static Http application;

    @BeforeAll
    static void start() {
        provider = new OpenAiDouble();
        gateway = Gateway.start(temporary.resolve("data"), OperatorSteps.LOCAL_PROVIDERS);
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        HttpResponse<String> missing =
                control.post("/admin/keys", "{\"orgId\":\"acme\",\"teamId\":\"platform\"}");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("acme");
        application =
                new Http(
                        gateway.dataUrl(),
                        new OperatorSteps(gateway).provideFast(provider.baseUrl()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void streamsAndRecordsACall() {
        HttpResponse<String> answer =
                application.post("/v1/chat/completions", ASK.formatted(",\"stream\":true"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"Hel\"", "\"lo\"").endsWith("data: [DONE]\n\n");
        assertThat(answer.body()).doesNotContain("prompt_tokens"); // nobody asked for usage
        assertRecorded(answer);
    }

    @Test
    void answersAndRecordsACall() {
        HttpResponse<String> answer = application.post("/v1/chat/completions", ASK.formatted(""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Http.json(answer).at("/choices/0/message/content").asString())
                .isEqualTo("Hello");
        assertRecorded(answer);
    }

    @Test
    void sendsTheProviderItsOwnCredentialAndEveryUnknownMember() {
        application.post("/v1/chat/completions", ASK.formatted(""));

        OpenAiDouble.Seen seen = provider.seen().getLast();
        assertThat(seen.authorization()).isEqualTo("Bearer sk-secret");
        assertThat(seen.body())
                .contains("\"x_unknown\":12345678901234567890", "\"model\":\"gpt-4.1-mini\"");
    }

    @Test
    void refusesARevokedKeyAtOnce() {
        String key =
                Http.json(control.post("/admin/keys", "{\"orgId\":\"acme\"}"))
                        .path("key")
                        .asString();
        Http caller = new Http(gateway.dataUrl(), key);
        assertThat(caller.get("/v1/models").statusCode()).isEqualTo(200);

        String id = key.substring("sk-aff-".length(), "sk-aff-".length() + 12);
        assertThat(control.delete("/admin/keys/" + id).statusCode()).isEqualTo(200);

        assertThat(caller.get("/v1/models").statusCode()).isEqualTo(401);
    }

    private static void assertRecorded(HttpResponse<String> answer) {
        String id = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
        JsonNode history = Http.json(control.get("/audit/calls/" + id));
        assertThat(history.at("/chain/verified").asBoolean()).as(history.toString()).isTrue();
        assertThat(history.path("events").findValuesAsString("type"))
                .containsExactly(
                        "call.admitted",
                        "guardrail.judged",
                        "route.chosen",
                        "guardrail.judged",
                        "call.completed");
        JsonNode completed = history.path("events").path(4).path("data");
        assertThat(completed.at("/usage/input").asString()).isEqualTo("20");
        assertThat(completed.at("/usage/output").asString()).isEqualTo("6");
        // 20 x 0.40 USD and 6 x 1.60 USD per million tokens
        assertThat(completed.path("cost_nano_usd").asString()).isEqualTo("17600");
    }
}
