package io.affidavit.edge.anthropic;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.schemas.value.TokenUsage;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Writes the named events of a streamed message. Texts are given as JSON strings and copied as
/// they were written.
public final class MessageEvents {

    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("\ndata: ");
    private static final byte[] END = ascii("\n\n");
    private static final String BLOCK_START = "content_block_start";
    private static final String BLOCK_DELTA = "content_block_delta";

    private final JsonOut json = new JsonOut(512);

    /// The first event. Its usage is empty: only the end knows it.
    public void start(ByteBuf out, String id, String model) {
        json.clear();
        json.ascii("{\"type\":\"message_start\",\"message\":{\"id\":").string(id);
        json.ascii(",\"type\":\"message\",\"role\":\"assistant\",\"model\":").string(model);
        json.ascii(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":");
        usage(json, TokenUsage.NONE);
        json.ascii("}}");
        write(out, "message_start");
    }

    /// A block of text begins.
    public void textStart(ByteBuf out, int index) {
        block(BLOCK_START, index).ascii(",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
        write(out, BLOCK_START);
    }

    /// A tool call begins.
    public void toolStart(ByteBuf out, int index, String id, String name) {
        block(BLOCK_START, index).ascii(",\"content_block\":{\"type\":\"tool_use\",\"id\":");
        json.string(id).ascii(",\"name\":").string(name).ascii(",\"input\":{}}}");
        write(out, BLOCK_START);
    }

    /// A piece of text.
    public void text(ByteBuf out, int index, JsonValue string) {
        block(BLOCK_DELTA, index).ascii(",\"delta\":{\"type\":\"text_delta\",\"text\":");
        json.raw(string).ascii("}}");
        write(out, BLOCK_DELTA);
    }

    /// A piece of a tool call's arguments.
    public void arguments(ByteBuf out, int index, JsonValue string) {
        block(BLOCK_DELTA, index)
                .ascii(",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":");
        json.raw(string).ascii("}}");
        write(out, BLOCK_DELTA);
    }

    /// A block ends.
    public void stop(ByteBuf out, int index) {
        block("content_block_stop", index).ascii("}");
        write(out, "content_block_stop");
    }

    /// The last two events.
    public void end(ByteBuf out, String stopReason, TokenUsage usage) {
        json.clear();
        json.ascii("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":").string(stopReason);
        json.ascii(",\"stop_sequence\":null},\"usage\":");
        usage(json, usage);
        json.ascii("}");
        write(out, "message_delta");
        json.clear();
        json.ascii("{\"type\":\"message_stop\"}");
        write(out, "message_stop");
    }

    /// The usage object: what was read from a cache or written to it counts apart from the rest of
    /// the input.
    public static void usage(JsonOut out, TokenUsage usage) {
        out.ascii("{\"input_tokens\":").number(usage.input());
        out.ascii(",\"cache_creation_input_tokens\":").number(usage.cacheWrite());
        out.ascii(",\"cache_read_input_tokens\":").number(usage.cachedInput());
        out.ascii(",\"output_tokens\":").number(usage.totalOutput()).ascii("}");
    }

    private JsonOut block(String type, int index) {
        json.clear();
        return json.ascii("{\"type\":\"").ascii(type).ascii("\",\"index\":").number(index);
    }

    private void write(ByteBuf out, String name) {
        out.writeBytes(EVENT);
        out.writeCharSequence(name, StandardCharsets.US_ASCII);
        out.writeBytes(DATA);
        json.writeTo(out);
        out.writeBytes(END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
