package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The sequence of the contract as it is printed, with a provider that speaks Anthropic's Messages
/// and judges what it receives as strictly as the real one.
class AnthropicContractIT {

    private static final String ASK =
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                    + "{\"role\":\"user\",\"content\":\"Hi\"}],\"temperature\":0.7,"
                    + "\"stream\":STREAM}";

    @TempDir private static Path temporary;
    private static AnthropicDouble provider;
    private static Gateway gateway;
    private static Http control;
    private static Http application;

    @BeforeAll
    static void start() {
        provider = AnthropicDouble.start();
        gateway = Gateway.start(temporary.resolve("data"), OperatorSteps.LOCAL_PROVIDERS);
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        OperatorSteps operator = new OperatorSteps(gateway);
        operator.create("/admin/organizations", "{\"id\":\"acme\",\"name\":\"Acme\"}");
        operator.create(
                "/admin/teams", "{\"orgId\":\"acme\",\"id\":\"platform\",\"name\":\"Platform\"}");
        operator.create(
                "/admin/providers",
                "{\"name\":\"anthropic-prod\",\"protocol\":\"anthropic\","
                        + "\"credential\":\"sk-ant-secret\",\"baseUrl\":\""
                        + provider.baseUrl()
                        + "\"}");
        operator.create(
                "/admin/deployments",
                "{\"alias\":\"fast\",\"provider\":\"anthropic-prod\","
                        + "\"upstreamModel\":\"claude-sonnet-4-5\"}");
        HttpResponse<String> key =
                operator.create(
                        "/admin/keys",
                        "{\"orgId\":\"acme\",\"teamId\":\"platform\","
                                + "\"expiresAt\":\"2099-07-22T00:00:00Z\"}");
        application = new Http(gateway.dataUrl(), Http.json(key).path("key").asString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void streamsAndRecordsACall() {
        HttpResponse<String> answer = ask(true);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"role\":\"assistant\"", "\"finish_reason\":\"stop\"")
                .doesNotContain("prompt_tokens")
                .endsWith("data: [DONE]\n\n");
        assertRecorded(answer);
    }

    @Test
    void answersAndRecordsACall() {
        HttpResponse<String> answer = ask(false);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Http.json(answer).at("/choices/0/message/content").asString())
                .isEqualTo("You said: Hi");
        assertThat(Http.json(answer).at("/usage/total_tokens").asInt()).isEqualTo(26);
        assertRecorded(answer);
    }

    private static HttpResponse<String> ask(boolean stream) {
        return application.post(
                "/v1/chat/completions", ASK.replace("STREAM", String.valueOf(stream)));
    }

    private static void assertRecorded(HttpResponse<String> answer) {
        assertThat(provider.refused()).isZero();
        assertThat(provider.take().values("x-api-key")).containsExactly("sk-ant-secret");
        String id = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
        JsonNode history = Http.json(control.get("/audit/calls/" + id));
        assertThat(history.at("/chain/verified").asBoolean()).as(history.toString()).isTrue();
        JsonNode completed = history.path("events").path(4);
        assertThat(completed.path("type").asString()).isEqualTo("call.completed");
        assertThat(completed.path("data").at("/usage/input").asString()).isEqualTo("20");
        assertThat(completed.path("data").at("/usage/output").asString()).isEqualTo("6");
        assertThat(completed.path("data").path("upstream_model").asString())
                .isEqualTo("claude-sonnet-4-5");
    }
}
