package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The official Java SDK, unchanged but for address and key.
class SdkJavaIT {

    @TempDir private static Path temporary;
    private static Gateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(temporary.resolve("data"));
        client = client(gateway.demoKey());
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    @Test
    void chats() {
        ChatCompletion answer = client.chat().completions().create(ask("Hello"));

        assertThat(answer.choices().getFirst().message().content()).contains("You said: Hello");
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void streams() {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(ask("Hello"))) {
            String text =
                    chunks.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.delta().content().orElse(""))
                            .collect(Collectors.joining());
            assertThat(text).isEqualTo("You said: Hello");
        }
    }

    @Test
    void callsTools() {
        ChatCompletionCreateParams params =
                ChatCompletionCreateParams.builder()
                        .model("demo")
                        .addUserMessage("[[tools:2]]")
                        .addTool(
                                ChatCompletionFunctionTool.builder()
                                        .function(
                                                FunctionDefinition.builder()
                                                        .name("weather")
                                                        .build())
                                        .build())
                        .build();

        ChatCompletion answer = client.chat().completions().create(params);

        assertThat(answer.choices().getFirst().message().toolCalls().orElseThrow()).hasSize(2);
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    }

    @Test
    void embeds() {
        var answer =
                client.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("demo")
                                        .input("Hello")
                                        .build());

        assertThat(answer.data().getFirst().embedding()).isNotEmpty();
    }

    @Test
    void listsAndRetrievesModels() {
        List<String> ids = client.models().list().data().stream().map(Model::id).toList();

        assertThat(ids).containsExactly("demo");
        assertThat(client.models().retrieve("demo").id()).isEqualTo("demo");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(400, BadRequestException.class),
                Arguments.of(429, RateLimitException.class),
                Arguments.of(500, InternalServerException.class),
                Arguments.of(503, InternalServerException.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void seesTheRightErrorClass(int status, Class<? extends Throwable> expected) {
        ChatCompletionCreateParams failing = ask("[[fail:" + status + "]]");

        assertThatThrownBy(() -> client.chat().completions().create(failing))
                .isInstanceOf(expected);
    }

    @Test
    void seesAnUnknownModelAndAWrongKey() {
        ChatCompletionCreateParams unknown =
                ChatCompletionCreateParams.builder().model("nope").addUserMessage("Hi").build();
        assertThatThrownBy(() -> client.chat().completions().create(unknown))
                .isInstanceOf(NotFoundException.class);
        OpenAIClient stranger = client("sk-1234");
        assertThatThrownBy(() -> stranger.models().list())
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void leavesARecordWhenItAborts() {
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(ask("[[tokens:100000]]"))) {
            assertThat(chunks.stream().findFirst()).isPresent();
        }
        Http control = new Http(gateway.controlUrl(), gateway.operatorToken());
        Awaitility.await()
                .until(() ->
                        !Http.json(control.get("/audit/calls?outcome=client_closed"))
                                .path("data")
                                .isEmpty());
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.dataUrl() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams ask(String text) {
        return ChatCompletionCreateParams.builder().model("demo").addUserMessage(text).build();
    }
}
