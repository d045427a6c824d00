package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MessagesToOpenAiTest {

    private static final String FOLDER = "messages-to-openai/";
    private static final Bridge BRIDGE =
            Objects.requireNonNull(Bridges.between(Surface.MESSAGES, Protocol.OPENAI));

    static List<String> requests() {
        return Golden.cases(FOLDER, ".request.json");
    }

    static List<String> answers() {
        return Golden.cases(FOLDER, ".answer.json");
    }

    static List<String> streams() {
        return Golden.cases(FOLDER, ".answer.sse");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void translatesRequests(String name) {
        InboundRequest request = MessagesRun.messages(Golden.text(FOLDER + name + ".request.json"));

        byte[] body = BRIDGE.request(request, name.startsWith("gpt") ? "gpt-5.2" : "llama-4");

        assertThat(Golden.dense(new String(body, UTF_8)))
                .isEqualTo(Golden.json(FOLDER + name + ".request.expected.json"));
        assertThat(BRIDGE.losses(request, "gpt-4o").untranslatable()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void translatesAnswers(String name) {
        byte[] body = Golden.bytes(FOLDER + name + ".answer.json");

        assertThat(BRIDGE.answer(MessagesRun.REQUEST, body))
                .isInstanceOfSatisfying(
                        WholeAnswer.Sound.class,
                        sound ->
                                assertThat(Golden.dense(new String(sound.body(), UTF_8)))
                                        .isEqualTo(
                                                Golden.json(
                                                        FOLDER + name + ".answer.expected.json")));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void translatesStreamsAndHoldsTheirEnd(String name) {
        byte[] bytes = Golden.bytes(FOLDER + name + ".answer.sse");

        MessagesRun run = MessagesRun.of(BRIDGE, MessagesRun.REQUEST, bytes, () -> 7);

        assertThat(run.fault()).isNull();
        assertThat(run.all()).isEqualTo(Golden.text(FOLDER + name + ".answer.expected.sse"));
        assertThat(run.sent()).doesNotContain("message_delta", "message_stop");
    }

    @Test
    void namesWhatCannotBeSaid() {
        String block = "{\"type\":\"search_result\"}";
        String byId = "{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"file_1\"}}";
        InboundRequest request =
                MessagesRun.messages(
                        "{\"model\":\"m\",\"max_tokens\":1,\"container\":\"c\",\"mcp_servers\":[{}],"
                                + "\"context_management\":{},\"tools\":[{\"type\":"
                                + "\"web_search_20250305\",\"name\":\"web_search\"}],"
                                + "\"tool_choice\":{\"type\":\"auto\"},"
                                + "\"messages\":[{\"role\":\"user\",\"content\":["
                                + block
                                + ","
                                + byId
                                + "]}]}");

        assertThat(BRIDGE.losses(request, "gpt-4o").untranslatable())
                .containsExactly(
                        "container",
                        "content",
                        "context_management",
                        "mcp_servers",
                        "source",
                        "tool_choice",
                        "tools");
        assertThat(new String(BRIDGE.request(request, "m"), UTF_8))
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],"
                                + "\"max_tokens\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"auto\"}|true",
                "{\"type\":\"any\"}|true",
                "{\"type\":\"none\"}|true",
                "{\"type\":\"tool\",\"name\":\"look\"}|true",
                "null|true",
                "{\"type\":\"tool\"}|false",
                "{\"type\":\"tool\",\"name\":7}|false",
                "{\"type\":\"allowed\"}|false",
                "{\"type\":null}|false",
                "\"required\"|false",
                "7|false"
            })
    void namesAChoiceThatNobodyKnows(String choice, boolean known) {
        InboundRequest request =
                MessagesRun.messages(
                        "{\"model\":\"m\",\"max_tokens\":1,\"tools\":[{\"name\":\"look\"}],"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                                + "\"tool_choice\":"
                                + choice
                                + "}");

        List<String> unsaid = BRIDGE.losses(request, "gpt-4o").untranslatable();
        assertThat(unsaid).isEqualTo(known ? List.of() : List.of("tool_choice"));
        String out = new String(BRIDGE.request(request, "m"), UTF_8);
        assertThat(out.contains("tool_choice")).isEqualTo(known && !choice.equals("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":[{}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":5}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":7}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"content\":{}}]}",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"input\":null}]}",
                "{\"role\":\"assistant\",\"content\":[{\"type\":[]}]}"
            })
    void failsAtNothingThatWasScanned(String message) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":1,\"system\":[{}],\"metadata\":7,\"tools\":[{}],"
                        + "\"tool_choice\":[],\"thinking\":3,\"output_config\":[],"
                        + "\"stop_sequences\":{},\"messages\":["
                        + message
                        + "]}";
        InboundRequest request = MessagesRun.messages(body);

        String out = new String(BRIDGE.request(request, "gpt-5"), UTF_8);

        assertThat(JsonMapper.shared().readTree(out).isObject()).isTrue();
        assertThat(BRIDGE.losses(request, "gpt-4o").untranslatable()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "{\"error\":{\"message\":\"x\"}}",
                "{\"choices\":[]}",
                "{\"choices\":[{\"index\":0}]}",
                "{\"choices\":[{\"index\":0,\"message\":\"text\"}]}"
            })
    void takesNoneForAnAnswerThatIsNone(String body) {
        assertThat(BRIDGE.answer(MessagesRun.REQUEST, body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        WholeAnswer.Faulty.class,
                        faulty ->
                                assertThat(faulty.fault().code())
                                        .isEqualTo(FailureCode.UPSTREAM_ERROR));
    }

    @Test
    void breaksOffCallsThatCannotBeToldOneAfterAnother() {
        StringBuilder events = new StringBuilder();
        for (int index : new int[] {0, 1, 0}) {
            events.append("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":")
                    .append(index)
                    .append(",\"function\":{\"name\":\"t\",\"arguments\":\"{}\"}}]}}]}\n\n");
        }

        MessagesRun run =
                MessagesRun.of(
                        BRIDGE, MessagesRun.REQUEST, events.toString().getBytes(UTF_8), () -> 1000);

        assertThat(run.fault()).isNotNull();
        assertThat(run.fault().detail()).contains("tool call 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tool_calls|{\\\"path\\\":\\\"/a|",
                "stop|[1]|",
                "length|{\\\"path\\\":\\\"/a|{}",
                "tool_calls|null|{}",
                "tool_calls|` `|{}",
                "tool_calls|{\\\"n\\\": 1}|{\"n\": 1}",
            })
    void neverCallsAToolWithoutWhatItWasCalledWith(
            String reason, String arguments, @Nullable String input) {
        String body =
                "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":"
                        + "\"f\",\"arguments\":\""
                        + arguments
                        + "\"}}]},\"finish_reason\":\""
                        + reason
                        + "\"}]}";

        WholeAnswer answer = BRIDGE.answer(MessagesRun.REQUEST, body.getBytes(UTF_8));

        if (input == null) {
            assertThat(answer).isInstanceOf(WholeAnswer.Faulty.class);
        } else {
            assertThat(new String(((WholeAnswer.Sound) answer).body(), UTF_8))
                    .contains("\"input\":" + input + "}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "data: [DONE]",
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}||data: [DONE]",
                "data: {\"choices\":[]}",
                "data: {\"error\":{\"message\":\"x\",\"code\":503}}",
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}",
                "data: not json",
                "data: []",
                "event: error|data: {\"message\":\"x\"}",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}",
            })
    void breaksAStreamThatIsNoAnswer(String events) {
        byte[] bytes = (events.replace("|", "\n") + "\n\n").getBytes(UTF_8);

        MessagesRun run = MessagesRun.of(BRIDGE, MessagesRun.REQUEST, bytes, () -> 1000);

        assertThat(run.fault()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"gpt-4o, top_k thinking service_tier", "gpt-5, top_k service_tier"})
    void namesWhatAModelIsNotTold(String model, String names) {
        InboundRequest request =
                MessagesRun.messages(
                        """
                        {"model":"m","max_tokens":4096,"top_k":5,"service_tier":"auto",
                         "thinking":{"type":"enabled","budget_tokens":2000},
                         "messages":[{"role":"user","content":"Hi"}]}
                        """);

        assertThat(BRIDGE.losses(request, model).adjusted()).containsExactly(names.split(" "));
    }
}
