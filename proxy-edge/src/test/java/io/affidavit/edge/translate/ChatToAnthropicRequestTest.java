package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.openai.RequestScanner;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each `NAME.chat.json` becomes `NAME.messages.json`; its member `model` is the provider's name of
/// the model.
class ChatToAnthropicRequestTest {

    private static final String FOLDER = "chat-to-anthropic";
    private static final Bridge BRIDGE =
            Objects.requireNonNull(Bridges.between(Surface.CHAT_COMPLETIONS, Protocol.ANTHROPIC));

    static List<String> requests() {
        return Golden.cases(FOLDER, ".chat.json");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void saysAChatInTheProvidersWords(String name) {
        InboundRequest request = scan(Golden.text(FOLDER + "/" + name + ".chat.json"));

        String body = new String(BRIDGE.request(request, request.model()), UTF_8);

        assertThat(Golden.dense(body))
                .isEqualTo(Golden.dense(Golden.text(FOLDER + "/" + name + ".messages.json")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void saysNothingThatTheProviderWouldRefuse(String name) {
        InboundRequest request = scan(Golden.text(FOLDER + "/" + name + ".chat.json"));

        String body = new String(BRIDGE.request(request, request.model()), UTF_8);

        assertThat(AnthropicDouble.refusal(body)).isNull();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void namesWhatIsLeftOut(String name) {
        InboundRequest request = scan(Golden.text(FOLDER + "/" + name + ".chat.json"));

        int count =
                switch (name) {
                    case "unsaid" -> 27;
                    case "choice-without-tools" -> 1;
                    default -> 0;
                };
        assertThat(BRIDGE.losses(request, "claude-sonnet-4-5").untranslatable()).hasSize(count);
    }

    /// Newest models take no choice of words, older ones either of two, the oldest both.
    @ParameterizedTest
    @CsvSource({
        "claude-opus-5, temperature top_p top_k reasoning_effort",
        "claude-sonnet-4-5, temperature top_p top_k",
        "claude-haiku-4-5, temperature top_p top_k",
        "claude-3-haiku-20240307, temperature reasoning_effort response_format tools.strict",
    })
    void namesWhatAModelTakesDifferently(String model, String names) {
        InboundRequest request =
                scan(
                        """
                        {"model":"m","messages":[{"role":"user","content":"Hi"}],
                         "temperature":1.5,"top_p":0.5,"top_k":5,"reasoning_effort":"minimal",
                         "max_tokens":4096,
                         "response_format":{"type":"json_schema","json_schema":{"name":"a",
                           "schema":{"type":"object","properties":{}}}},
                         "tools":[{"type":"function","function":{"name":"f","strict":true}}]}
                        """);

        assertThat(BRIDGE.losses(request, model).adjusted()).containsExactly(names.split(" "));
    }

    @Test
    void namesNothingWhereAllArrives() {
        InboundRequest request =
                scan(
                        """
                        {"model":"m","messages":[{"role":"user","content":"Hi"}],
                         "temperature":1,"tools":[{"type":"function","function":{"name":"f"}}]}
                        """);

        assertThat(BRIDGE.losses(request, "claude-sonnet-4-5").adjusted()).isEmpty();
    }

    @Test
    void namesItInOneOrder() {
        assertThat(
                        BRIDGE.losses(
                                        scan(Golden.text(FOLDER + "/" + "unsaid.chat.json")),
                                        "claude-sonnet-4-5")
                                .untranslatable())
                .containsExactly(
                        "n",
                        "logprobs",
                        "top_logprobs",
                        "logit_bias",
                        "seed",
                        "frequency_penalty",
                        "presence_penalty",
                        "response_format",
                        "modalities",
                        "audio",
                        "prediction",
                        "web_search_options",
                        "reasoning_effort",
                        "verbosity",
                        "store",
                        "service_tier",
                        "functions",
                        "tools",
                        "tool_choice",
                        "messages.role",
                        "messages.name",
                        "messages.audio",
                        "messages.function_call",
                        "messages.content",
                        "messages.content.image_url",
                        "messages.content.input_audio",
                        "messages.content.file");
    }

    static InboundRequest scan(String json) {
        return switch (RequestScanner.scan(Surface.CHAT_COMPLETIONS, json.getBytes(UTF_8))) {
            case InboundRequest request -> request;
            case InboundFault fault -> throw new AssertionError(fault);
        };
    }
}
