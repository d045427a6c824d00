package io.affidavit.bench.edge;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// The bytes that the mock provider sends, made once: a completion of about 700 bytes with usage,
/// and the same as a stream of 20 content chunks, finish, usage and `[DONE]`.
///
/// @param completion a whole HTTP response
/// @param streamHead status line and headers of a stream
/// @param streamEvents its events, each one an HTTP chunk; the last one ends the body
record MockAnswers(ByteBuf completion, ByteBuf streamHead, List<ByteBuf> streamEvents) {

    private static final int CONTENT_CHUNKS = 20;
    private static final int WORDS = 56;
    private static final String USAGE =
            "{\"prompt_tokens\":256,\"completion_tokens\":64,\"total_tokens\":320}";
    private static final String MESSAGE =
            "\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"mock\"";
    private static final String CHUNK =
            "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1700000000,\"model\":\"mock\",\"choices\":";

    /// In OpenAI's dialect.
    static MockAnswers openAi() {
        List<ByteBuf> events = new ArrayList<>();
        for (int i = 0; i < CONTENT_CHUNKS; i++) {
            String role = i == 0 ? "\"role\":\"assistant\"," : "";
            events.add(
                    chunk(
                            "[{\"index\":0,\"delta\":{"
                                    + role
                                    + "\"content\":\" word"
                                    + i
                                    + "\"},\"finish_reason\":null}]}"));
        }
        events.add(chunk("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
        events.add(chunk("[],\"usage\":" + USAGE + "}"));
        events.add(FixedBytes.of(httpChunk("data: [DONE]\n\n") + "0\r\n\r\n"));
        return new MockAnswers(
                FixedBytes.of(completionText()),
                FixedBytes.of(head("text/event-stream", "transfer-encoding: chunked")),
                events);
    }

    /// The same words as a message of Anthropic's, and as its events.
    static MockAnswers anthropic() {
        List<ByteBuf> events = new ArrayList<>();
        events.add(
                event(
                        "message_start",
                        ",\"message\":{"
                                + MESSAGE
                                + ",\"content\":[],\"stop_reason\":null,"
                                + "\"usage\":{\"input_tokens\":256,\"output_tokens\":1}}"));
        events.add(
                event(
                        "content_block_start",
                        ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        for (int i = 0; i < CONTENT_CHUNKS; i++) {
            events.add(
                    event(
                            "content_block_delta",
                            ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" word"
                                    + i
                                    + "\"}"));
        }
        events.add(event("content_block_stop", ",\"index\":0"));
        events.add(
                event(
                        "message_delta",
                        ",\"delta\":{\"stop_reason\":\"end_turn\"},"
                                + "\"usage\":{\"output_tokens\":64}"));
        events.add(event("message_stop", ""));
        events.add(FixedBytes.of("0\r\n\r\n"));
        String body =
                "{"
                        + MESSAGE
                        + ",\"content\":[{\"type\":\"text\",\"text\":\""
                        + "measured ".repeat(WORDS).strip()
                        + "\"}],\"stop_reason\":\"end_turn\","
                        + "\"usage\":{\"input_tokens\":256,\"output_tokens\":64}}";
        return new MockAnswers(
                FixedBytes.of(head("application/json", "content-length: " + body.length()) + body),
                FixedBytes.of(head("text/event-stream", "transfer-encoding: chunked")),
                events);
    }

    private static ByteBuf event(String type, String members) {
        return FixedBytes.of(
                httpChunk(
                        "event: "
                                + type
                                + "\ndata: {\"type\":\""
                                + type
                                + "\""
                                + members
                                + "}\n\n"));
    }

    private static String completionText() {
        String body =
                """
                {"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,\
                "model":"mock","choices":[{"index":0,"message":{"role":"assistant",\
                "content":"%s"},"logprobs":null,"finish_reason":"stop"}],"usage":%s}\
                """
                        .formatted("measured ".repeat(WORDS).strip(), USAGE);
        return head("application/json", "content-length: " + body.length()) + body;
    }

    private static String head(String mediaType, String framing) {
        return String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "content-type: " + mediaType,
                "x-request-id: req_bench",
                framing,
                "",
                "");
    }

    private static ByteBuf chunk(String choices) {
        return FixedBytes.of(httpChunk("data: " + CHUNK + choices + "\n\n"));
    }

    private static String httpChunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }
}
