package io.affidavit.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamTest {

    private static final String HEAD =
            "\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"m-9\"";
    private static final String USAGE =
            "{\"prompt_tokens\":20,\"completion_tokens\":6,\"total_tokens\":26}";

    @Test
    void holdsTheEndAndNothingElse() {
        StreamRun run = StreamRun.of(false);
        run.read(event(delta("Hel")) + event(delta("lo")));
        String sent = run.sent();
        run.read(event(finish("stop")) + event(usage()) + event("[DONE]"));

        assertThat(sent).isEqualTo(event(delta("Hel")) + event(delta("lo")));
        assertThat(run.sent()).isEqualTo(sent);
        assertThat(run.end()).isEqualTo(event(finish("stop")) + event("[DONE]"));
    }

    @Test
    void tellsTheServiceThatAnswered() {
        StreamRun run = StreamRun.of(false);
        run.read(event("{\"service_tier\":null,\"choices\":[]}"));
        run.read(event("{\"service_tier\":\"priority\",\"choices\":[]}"));
        run.read(event("{\"choices\":[]}"));
        assertThat(run.facts().serviceTier()).isEqualTo("priority");
    }

    @Test
    void metersUsageNobodyAskedForAndStripsIt() {
        StreamRun run = StreamRun.of(false);
        run.read(event(delta("a")) + event(finish("stop")) + event(usage()) + event("[DONE]"));

        assertThat(run.sent() + run.end()).doesNotContain("usage");
        assertThat(run.facts())
                .isEqualTo(
                        new AnswerFacts(
                                "m-9",
                                "chatcmpl-1",
                                "stop",
                                null,
                                new TokenUsage(20, 0, 0, 6, 0),
                                UsageSource.REPORTED));
    }

    @Test
    void passesTheUsageChunkThatWasAskedForBehindTheFinish() {
        StreamRun run = StreamRun.of(true);
        run.read(event(delta("a")) + event(finish("stop")) + event(usage()) + event("[DONE]"));

        assertThat(run.end()).isEqualTo(event(finish("stop")) + event(usage()) + event("[DONE]"));
    }

    @Test
    void givesUsageThatRidesInTheFinishChunkAChunkOfItsOwn() {
        String merged =
                "{"
                        + HEAD
                        + ",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":"
                        + USAGE
                        + ",\"x\":7}";
        StreamRun asked = StreamRun.of(true);
        asked.read(event(delta("done")) + event(merged) + event("[DONE]"));
        StreamRun unasked = StreamRun.of(false);
        unasked.read(event(delta("done")) + event(merged) + event("[DONE]"));

        assertThat(asked.end())
                .isEqualTo(
                        event(merged.replace(USAGE, "null"))
                                + event(
                                        "{"
                                                + HEAD
                                                + ",\"choices\":[],\"usage\":"
                                                + USAGE
                                                + ",\"x\":7}")
                                + event("[DONE]"));
        assertThat(unasked.end())
                .isEqualTo(event(merged.replace(",\"usage\":" + USAGE, "")) + event("[DONE]"));
        assertThat(unasked.facts().usage()).isEqualTo(new TokenUsage(20, 0, 0, 6, 0));
    }

    @Test
    void stripsTheEmptyUsageOfEveryChunkWhenNobodyAsked() {
        StreamRun run = StreamRun.of(false);
        run.read(
                event(
                        "{\"usage\":null,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"));
        run.read(
                event(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"}}] , \"usage\" : null }"));

        assertThat(run.sent())
                .isEqualTo(
                        event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}")
                                + event(
                                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"}}] }"));
    }

    @Test
    void dropsCommentsAndJoinsDataLines() {
        StreamRun run = StreamRun.of(false);
        run.read(": WAITING\n\n:\n\nid: 7\nretry: 1\nevent: chunk\n");
        run.read("data: {\"choices\":[{\"index\":0,\n: within\n");
        run.read("data: \"delta\":{\"content\":\"Hel\"}}]}\n\n: bye\n\n");

        assertThat(run.sent())
                .isEqualTo(event("{\"choices\":[{\"index\":0, \"delta\":{\"content\":\"Hel\"}}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesEveryLineEnd(String lineEnd) {
        StreamRun run = StreamRun.of(false);
        String stream = event(delta("a")) + event(finish("stop")) + "data:[DONE]\n\n";
        run.read("\uFEFF" + stream.replace("\n", lineEnd));

        assertThat(run.sent()).isEqualTo(event(delta("a")));
        assertThat(run.end()).isEqualTo(event(finish("stop")) + event("[DONE]"));
    }

    @Test
    void endsAStreamItselfWhereTheProviderForgets() {
        StreamRun run = StreamRun.of(false);
        run.read(event(delta("a")) + "data: " + finish("length"));

        assertThat(run.end()).isEqualTo(event(finish("length")) + event("[DONE]"));
        assertThat(run.facts().finishReason()).isEqualTo("length");
    }

    @Test
    void holdsNothingBackForAReasonThatIsNotKnownYet() {
        StreamRun run = StreamRun.of(false);
        String early = delta("a").replace("\"finish_reason\":null", "\"finish_reason\":\"\"");
        run.read(event(early));

        assertThat(run.sent()).isEqualTo(event(early));
    }

    @Test
    void letsOtherChoicesGoOnWhenOneHasFinished() {
        StreamRun run = StreamRun.of(false);
        String other = "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}";
        String otherEnd = "{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}";
        run.read(event(delta("a")) + event(finish("stop")) + event(other) + event(otherEnd));

        assertThat(run.sent()).isEqualTo(event(delta("a")) + event(other));
        assertThat(run.end()).isEqualTo(event(finish("stop")) + event(otherEnd) + event("[DONE]"));
        assertThat(run.facts().finishReason()).isEqualTo("stop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing at all
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n",
                "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"},{\"index\":1,\"delta\":{}}]}\n\n",
                ": only a comment\n\n",
                "data: [DONE]\n\n",
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n",
                "data: {\"choices\":[],\"usage\":{}}\n\ndata: [DONE]\n\n",
                "data: {\"choices\":[{\"index\":0,\"finish_reason\":0}]}\n\ndata: [DONE]\n\n",
                "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"\"}]}\n\ndata: [DONE]\n\n",
            })
    void tellsATruncatedStreamFromAWholeOne(String stream) {
        StreamRun run = StreamRun.of(false);
        run.read(stream);

        assertThat((run.fault() == null ? run.endFault() : run.fault()).code())
                .isEqualTo(FailureCode.UPSTREAM_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":",
                "hello",
                "[]",
                "{\"choices\":[]} x",
                "{\"choices\":[\"x\"]}",
                "{\"choices\":[null]}",
                "{\"choices\":[{\"index\":0,\"delta\":[]}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\u0001\"}}]}",
                "{\"error\":{\"message\":\"boom\",\"code\":\"server_error\"}}",
                "{\"error\":\"boom\"}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}",
            })
    void breaksOnAnEventThatIsNoChunk(String data) {
        StreamRun run = StreamRun.of(false);
        run.read(event(delta("a")) + event(data) + event(delta("never")));

        assertThat(run.fault().code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
        assertThat(run.sent()).isEqualTo(event(delta("a")));
    }

    @Test
    void classifiesAnErrorInTheMidst() {
        StreamRun run = StreamRun.of(false);
        run.read(event("{\"error\":{\"message\":\"slow\",\"code\":429}}"));

        assertThat(run.fault().code()).isEqualTo(FailureCode.UPSTREAM_RATE_LIMITED);
    }

    @Test
    void breaksOnAnEventNamedError() {
        StreamRun run = StreamRun.of(false);
        run.read("event: error\ndata: {\"message\":\"boom\"}\n\n");

        assertThat(run.fault()).isNotNull();
    }

    @Test
    void boundsAnEvent() {
        StreamRun run = StreamRun.of(false);
        String piece = "x".repeat(1 << 20);
        run.read("data: ");
        for (int i = 0; i < 20 && run.fault() == null; i++) {
            run.read(piece);
        }

        assertThat(run.fault().detail()).contains("longer");
    }

    @Test
    void estimatesUsageWhereNoneIsReported() {
        StreamRun run = StreamRun.of(false);
        run.read(event(delta("abcdefgh")) + event(finish("stop")));

        assertThat(run.facts().source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(run.facts().usage())
                .isEqualTo(new TokenUsage(StreamRun.PROMPT_TOKENS, 0, 0, 2, 0));
    }

    @Test
    void countsToolCallsAsContent() {
        StreamRun run = StreamRun.of(false);
        run.read(
                event(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                                + "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}}]}"));

        assertThat(run.facts().usage().output()).isGreaterThan(5);
    }

    @Test
    void dropsChunksWithoutChoices() {
        StreamRun run = StreamRun.of(false);
        run.read(event("{\"choices\":[],\"prompt_filter_results\":[]}") + event("{\"ping\":1}"));

        assertThat(run.sent()).isEmpty();
        assertThat(run.fault()).isNull();
    }

    @Test
    void hearsNothingBehindDone() {
        StreamRun run = StreamRun.of(false);
        run.read(event(finish("stop")) + event("[DONE]") + event("garbage"));

        assertThat(run.fault()).isNull();
        assertThat(run.end()).isEqualTo(event(finish("stop")) + event("[DONE]"));
    }

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static String delta(String text) {
        return "{"
                + HEAD
                + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + text
                + "\"},\"finish_reason\":null}]}";
    }

    static String finish(String reason) {
        return "{"
                + HEAD
                + ",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
                + reason
                + "\"}]}";
    }

    static String usage() {
        return "{" + HEAD + ",\"choices\":[],\"usage\":" + USAGE + "}";
    }
}
