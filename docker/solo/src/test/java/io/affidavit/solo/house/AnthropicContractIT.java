package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.anthropic.Message;
import io.affidavit.edge.upstream.FakeProvider.Received;
import io.affidavit.edge.upstream.Reply;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
    private static OpenAIClient client;

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
        String secret = Http.json(key).path("key").asString();
        application = new Http(gateway.dataUrl(), secret);
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(gateway.dataUrl() + "/v1")
                        .apiKey(secret)
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    static void stop() {
        client.close();
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

    @Test
    void letsTheSdkSeeToolsAndImages() {
        String input = "{\"city\":\"Oslo\",\"n\":12345678901234567890}";
        provider.answer(
                Message.of(
                        "tool_use",
                        new Message.Block.Text("Let me see."),
                        new Message.Block.ToolUse("toolu_1", "weather", input),
                        new Message.Block.ToolUse("toolu_2", "weather", "{}")));

        ChatCompletion whole = client.chat().completions().create(picture()).validate();
        ChatCompletionAccumulator streamed = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(picture())) {
            chunks.stream().forEach(chunk -> streamed.accumulate(chunk.validate()));
        }

        for (ChatCompletion answer : List.of(whole, streamed.chatCompletion())) {
            ChatCompletion.Choice choice = answer.choices().getFirst();
            assertThat(choice.message().content()).contains("Let me see.");
            assertThat(choice.finishReason())
                    .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
            assertThat(
                            choice.message().toolCalls().orElseThrow().stream()
                                    .map(call -> call.asFunction().function().arguments()))
                    .containsExactly(input, "{}");
        }
        assertThat(provider.refused()).isZero();
        assertThat(lastSeen().body()).contains("\"data\":\"iVBORw0KGgo=\"");
    }

    @Test
    void letsTheSdkSeeTheRightErrorClass() {
        Reply limited = Reply.json(429, AnthropicDouble.error("rate_limit_error", "slow"));
        provider.fail(limited, limited, limited);

        assertThatThrownBy(() -> client.chat().completions().create(picture()))
                .isInstanceOf(RateLimitException.class);
    }

    @AfterEach
    void soundAgain() {
        provider.recover();
    }

    private static ChatCompletionCreateParams picture() {
        return ChatCompletionCreateParams.builder()
                .model("fast")
                .addUserMessageOfArrayOfContentParts(
                        List.of(
                                ChatCompletionContentPart.ofImageUrl(
                                        ChatCompletionContentPartImage.builder()
                                                .imageUrl(
                                                        ChatCompletionContentPartImage.ImageUrl
                                                                .builder()
                                                                .url(
                                                                        "data:image/png;base64,"
                                                                                + "iVBORw0KGgo=")
                                                                .build())
                                                .build())))
                .addTool(
                        ChatCompletionFunctionTool.builder()
                                .function(FunctionDefinition.builder().name("weather").build())
                                .build())
                .build();
    }

    private static Received lastSeen() {
        Received last = provider.take();
        while (provider.provider().waiting() > 0) {
            last = provider.take();
        }
        return last;
    }

    private static HttpResponse<String> ask(boolean stream) {
        return application.post(
                "/v1/chat/completions", ASK.replace("STREAM", String.valueOf(stream)));
    }

    private static void assertRecorded(HttpResponse<String> answer) {
        assertThat(provider.refused()).isZero();
        assertThat(lastSeen().values("x-api-key")).containsExactly("sk-ant-secret");
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
