package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each `NAME.message.json` becomes `NAME.completion.json`, each `NAME.events.sse` becomes
/// `NAME.chunks.sse`.
class ChatToAnthropicAnswerTest {

    private static final String FOLDER = "anthropic-to-chat";
    private static final ChatToAnthropic BRIDGE =
            new ChatToAnthropic(() -> Instant.ofEpochSecond(1_700_000_000));
    private static final InboundRequest REQUEST =
            ChatToAnthropicRequestTest.scan(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                            + "\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                            + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                            + "{\"schema\":{\"type\":\"object\"}}}}");
    private static final InboundRequest PLAIN =
            ChatToAnthropicRequestTest.scan(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                            + "\"stream\":true}");

    static List<String> wholes() {
        return Golden.cases(FOLDER, ".message.json");
    }

    static List<String> streams() {
        return Golden.cases(FOLDER, ".events.sse");
    }

    @ParameterizedTest
    @MethodSource("wholes")
    void tellsAMessageAsACompletion(String name) {
        WholeAnswer.Sound sound = sound(Golden.text(FOLDER + "/" + name + ".message.json"));

        String body = new String(sound.body(), UTF_8);
        assertThat(body)
                .isEqualTo(Golden.text(FOLDER + "/" + name + ".completion.json").stripTrailing());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void tellsEventsAsChunks(String name) {
        BridgeRun run = BridgeRun.of(BRIDGE.stream(REQUEST));
        run.read(Golden.text(FOLDER + "/" + name + ".events.sse"));

        String chunks = run.sent() + run.end();
        assertThat(chunks).isEqualTo(Golden.text(FOLDER + "/" + name + ".chunks.sse"));
    }

    @Test
    void metersInDisjointBuckets() {
        BridgeRun run = BridgeRun.of(BRIDGE.stream(REQUEST));
        run.read(Golden.text(FOLDER + "/" + "text.events.sse"));

        AnswerFacts facts =
                new AnswerFacts(
                        "claude-sonnet-4-5",
                        "msg_1",
                        "end_turn",
                        "standard",
                        new TokenUsage(10, 2000, 300, 30, 20),
                        UsageSource.REPORTED);
        assertThat(run.facts()).isEqualTo(facts);
        assertThat(sound(Golden.text(FOLDER + "/" + "text.message.json")).facts()).isEqualTo(facts);
    }

    @Test
    void estimatesWhatWasNotReported() {
        BridgeRun run = BridgeRun.of(BRIDGE.stream(PLAIN));
        String events = Golden.text(FOLDER + "/" + "text.events.sse");
        run.read(events.substring(0, events.indexOf("event: message_delta")));

        assertThat(run.endFault().code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
        assertThat(run.facts().source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(run.facts().usage()).isEqualTo(new TokenUsage(10, 2000, 300, 6, 0));
    }

    @Test
    void sendsNothingBeforeTheFirstContent() {
        BridgeRun run = BridgeRun.of(BRIDGE.stream(PLAIN));
        String events = Golden.text(FOLDER + "/" + "text.events.sse");
        int content = events.indexOf("event: content_block_delta");
        run.read(events.substring(0, content));

        assertThat(run.sent()).isEmpty();

        run.read(events.substring(content, events.indexOf("event: message_delta")));

        assertThat(run.sent()).contains("\"content\":\"Hel\"").doesNotContain("usage");
    }

    @Test
    void holdsTheEnd() {
        BridgeRun run = BridgeRun.of(BRIDGE.stream(PLAIN));
        run.read(Golden.text(FOLDER + "/" + "text.events.sse"));

        assertThat(run.sent()).doesNotContain("\"finish_reason\":\"stop\"", "[DONE]");
        assertThat(run.end()).contains("\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, UPSTREAM_OVERLOADED",
        "api_error, UPSTREAM_ERROR",
        "rate_limit_error, UPSTREAM_RATE_LIMITED",
        "timeout_error, UPSTREAM_TIMEOUT",
        "authentication_error, UPSTREAM_AUTH_ERROR",
        "novel_error, UPSTREAM_ERROR",
    })
    void classifiesAnErrorInTheMidst(String type, FailureCode code) {
        String error = AnthropicDouble.error(type, "secret words");
        BridgeRun run = BridgeRun.of(BRIDGE.stream(PLAIN));
        String events = Golden.text(FOLDER + "/" + "text.events.sse");
        run.read(events.substring(0, events.indexOf("event: content_block_stop")));
        run.read("event: error\ndata: " + error + "\n\n");

        assertThat(run.fault().code()).isEqualTo(code);
        assertThat(run.fault().detail()).doesNotContain("secret words");
        assertThat(BRIDGE.answer(PLAIN, error.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        WholeAnswer.Faulty.class,
                        faulty -> assertThat(faulty.fault().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[]",
                "{}",
                "null",
                "{\"content\":[]}",
                "{\"content\":\"text\",\"stop_reason\":\"end_turn\"}",
                "{\"stop_reason\":\"end_turn\"}",
                "{\"content\":[],\"stop_reason\":\"end_turn\"",
                "{\"content\":[],\"stop_reason\":\"end_turn\"} x",
                "{\"content\":[],\"stop_reason\":\"end_turn\",\"error\":{\"type\":\"api_error\"}}",
                "{\"content\":[{\"type\":\"tool_use\"}],\"stop_reason\":\"tool_use\"}",
            })
    void takesNoAnswerForOne(String body) {
        assertThat(BRIDGE.answer(PLAIN, body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        WholeAnswer.Faulty.class,
                        faulty ->
                                assertThat(faulty.fault().code())
                                        .isEqualTo(FailureCode.UPSTREAM_ERROR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{}}\n\n",
                "data: {\"type\":\"message_start\"}\n\n",
                "data: {\"type\":\"message_stop\"}\n\n",
                "START\n\nSTART\n\n",
                "START\n\ndata: {\"type\":\"message_stop\"}\n\n",
                "START\n\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
                "START\n\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                        + "{\"type\":\"text_delta\",\"text\":\"lost\"}}\n\n",
                "START\n\ndata: {\"type\":\"content_block_start\"}\n\n",
                "START\n\ndata: {\"type\":\"content_block_start\",\"index\":0,"
                        + "\"content_block\":{\"type\":\"tool_use\"}}\n\n",
                "START\n\ndata: {\"type\":\n\n",
                "START\n\ndata: [DONE]\n\n",
                "START\n\n",
                "START\n\ndata: {\"error\":{\"message\":\"no\"}}\n\n",
            })
    void takesABrokenStreamForNone(String events) {
        BridgeRun run = BridgeRun.of(BRIDGE.stream(PLAIN));
        run.read(events.replace("START", "data: {\"type\":\"message_start\",\"message\":{}}"));

        assertThat(run.fault() == null ? run.endFault().code() : run.fault().code())
                .isEqualTo(FailureCode.UPSTREAM_ERROR);
    }

    private static WholeAnswer.Sound sound(String message) {
        return switch (BRIDGE.answer(REQUEST, message.getBytes(UTF_8))) {
            case WholeAnswer.Sound sound -> sound;
            case WholeAnswer.Faulty faulty -> throw new AssertionError(faulty.fault());
        };
    }
}
