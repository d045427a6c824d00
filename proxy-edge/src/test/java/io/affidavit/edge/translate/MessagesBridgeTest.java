package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.Message;
import io.affidavit.edge.anthropic.Message.Block;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Anthropic's dialect on both sides.
class MessagesBridgeTest {

    private static final Bridge BRIDGE =
            Objects.requireNonNull(Bridges.between(Surface.MESSAGES, Protocol.ANTHROPIC));

    private static final String START =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
                    + "\"model\":\"claude-x\",\"usage\":{\"input_tokens\":3,"
                    + "\"cache_read_input_tokens\":5,\"output_tokens\":1,\"cache_creation\":{"
                    + "\"ephemeral_5m_input_tokens\":7,\"ephemeral_1h_input_tokens\":11}}}}\n\n";
    private static final String BLOCK =
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0}\n\n";
    private static final String DELTA =
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
                    + "\"end_turn\"},\"usage\":{\"output_tokens\":9,\"output_tokens_details\":"
                    + "{\"thinking_tokens\":4}}}\n\n";
    private static final String STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    @Test
    void replacesTheModelAndNothingElse() {
        String body =
                " {\"unknown\" : [1.50, 12345678901234567890, 1e400], \"model\"\t:\"m\" ,\r\n"
                        + "\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":"
                        + "\"\\u00e9\\/\\ud800é\"}],\"model \":\"m\",\"metadata\":{\"model\":\"m\"}} ";

        InboundRequest request = MessagesRun.messages(body);

        assertThat(new String(BRIDGE.request(request, "claude \"x\""), UTF_8))
                .isEqualTo(body.replace("\"model\"\t:\"m\"", "\"model\"\t:\"claude \\\"x\\\"\""));
        assertThat(BRIDGE.losses(request, "gpt-4o").untranslatable()).isEmpty();
    }

    @Test
    void passesAnswersByteForByte() {
        byte[] body =
                (" {\"type\":\"message\",\"id\":\"msg_1\",\"model\":\"c\",\"content\" : [ {\"n\":"
                                + "12345678901234567890}],\"stop_reason\":\"tool_use\",\"x\":1.0,"
                                + "\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":5,"
                                + "\"cache_creation_input_tokens\":18,\"output_tokens\":9}} ")
                        .getBytes(UTF_8);

        assertThat(BRIDGE.answer(MessagesRun.REQUEST, body))
                .isInstanceOfSatisfying(
                        WholeAnswer.Sound.class,
                        sound -> {
                            assertThat(sound.body()).isSameAs(body);
                            assertThat(sound.facts().usage())
                                    .isEqualTo(new TokenUsage(3, 5, 18, 9, 0));
                            assertThat(sound.facts().source()).isEqualTo(UsageSource.REPORTED);
                            assertThat(sound.facts().finishReason()).isEqualTo("tool_use");
                            assertThat(sound.facts().id()).isEqualTo("msg_1");
                        });
    }

    @Test
    void passesEventsWithTheirNamesAndHoldsTheEnd() {
        String between =
                BLOCK
                        + "event: ping\ndata: {\"type\": \"ping\"}\n\n"
                        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                        + "\"index\":0,\"delta\":{\"partial_json\":\"12345678901234567890\"}}\n\n"
                        + "event: novel\ndata: {\"type\":\"novel\",\"n\":1.50}\n\n";
        String early = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
        byte[] bytes = (": hello\n\n" + START + early + between + DELTA + STOP).getBytes(UTF_8);

        MessagesRun run = MessagesRun.of(BRIDGE, MessagesRun.REQUEST, bytes, () -> 5);

        assertThat(run.fault()).isNull();
        assertThat(run.sent()).isEqualTo(START + early + between);
        assertThat(run.end()).isEqualTo(DELTA + STOP);
        assertThat(run.facts().usage()).isEqualTo(new TokenUsage(3, 5, 18, 5, 4));
        assertThat(run.facts().model()).isEqualTo("claude-x");
    }

    @Test
    void saysNothingBeforeTheFirstBlock() {
        byte[] bytes =
                (START
                                + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"
                                + "\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n")
                        .getBytes(UTF_8);

        MessagesRun run = MessagesRun.of(BRIDGE, MessagesRun.REQUEST, bytes, () -> 1000);

        assertThat(run.sent()).isEmpty();
        assertThat(run.fault()).isNotNull();
        assertThat(run.fault().code()).isEqualTo(FailureCode.UPSTREAM_OVERLOADED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BLOCK",
                "START",
                "START BLOCK",
                "START BLOCK DELTA",
                "START BLOCK STOP",
                "START START",
                "START DELTA BLOCK STOP",
                "event: message_start|data: {|",
                "data: {\"type\":\"message_start\"}|",
            })
    void breaksAStreamThatIsNoAnswer(String events) {
        String text =
                events.replace("START", START)
                        .replace("BLOCK", BLOCK)
                        .replace("DELTA", DELTA)
                        .replace("STOP", STOP)
                        .replace("\n\n ", "\n\n")
                        .replace("|", "\n");

        MessagesRun run =
                MessagesRun.of(BRIDGE, MessagesRun.REQUEST, text.getBytes(UTF_8), () -> 1000);

        assertThat(run.fault()).isNotNull();
        assertThat(run.fault().code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
        assertThat(run.end()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; UPSTREAM_ERROR",
                "<html>; UPSTREAM_ERROR",
                "{}; UPSTREAM_ERROR",
                "[]; UPSTREAM_ERROR",
                "{\"content\":null}; UPSTREAM_ERROR",
                "{\"content\":[]} x; UPSTREAM_ERROR",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}; UPSTREAM_OVERLOADED",
            })
    void takesNoneForAnAnswerThatIsNone(String body, FailureCode code) {
        assertThat(BRIDGE.answer(MessagesRun.REQUEST, body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        WholeAnswer.Faulty.class,
                        faulty -> assertThat(faulty.fault().code()).isEqualTo(code));
    }

    @Test
    void anyChunkingGivesTheSameBytes() {
        Seeds.check(
                300,
                random -> {
                    String stream = stream(random);
                    byte[] bytes = stream.getBytes(UTF_8);

                    MessagesRun run =
                            MessagesRun.of(
                                    BRIDGE,
                                    MessagesRun.REQUEST,
                                    bytes,
                                    () -> 1 + random.nextInt(40));

                    assertThat(run.fault()).isNull();
                    assertThat(run.all()).isEqualTo(stream);
                    assertThat(run.facts().source()).isEqualTo(UsageSource.REPORTED);
                });
    }

    @Test
    void noBytesOfAProviderMakeItFail() {
        Seeds.check(
                1_000,
                random -> {
                    byte[] bytes = stream(random).getBytes(UTF_8);
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                    }
                    MessagesRun run = MessagesRun.of(BRIDGE, MessagesRun.REQUEST, bytes, () -> 64);
                    assertThat(run.fault() == null).isEqualTo(run.end().contains("message_stop"));
                });
    }

    private static String stream(SplittableRandom random) {
        List<Block> blocks = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            blocks.add(
                    random.nextBoolean()
                            ? new Block.Text("x" + Seeds.text(random, 40))
                            : new Block.ToolUse("toolu_" + i, "t", "{\"n\":12345678901234567890}"));
        }
        StringBuilder out = new StringBuilder();
        for (String event :
                Message.of("tool_use", blocks.toArray(new Block[0])).events("claude", random)) {
            out.append(event).append("\n\n");
        }
        return out.toString();
    }
}
