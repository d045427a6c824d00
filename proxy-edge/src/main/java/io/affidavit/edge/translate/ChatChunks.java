package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.edge.sse.Sse;
import io.affidavit.schemas.value.TokenUsage;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes the chunks of one streamed chat completion. All of them have the same id, time and model;
/// the first names the role.
final class ChatChunks {

    /// Where the provider gives no id or names no model.
    static final String NO_NAME = "unnamed";

    private static final byte[] DELTA = ascii("{\"index\":0,\"delta\":{");
    private static final byte[] GOES_ON = ascii("},\"finish_reason\":null");
    private static final byte[] REASON = ascii("},\"finish_reason\":\"");
    private static final byte[] ROLE = ascii("\"role\":\"assistant\",\"content\":\"\"");
    private static final byte[] CONTENT = ascii("\"content\":");
    private static final byte[] REASONING = ascii("\"reasoning_content\":");
    private static final byte[] ARGUMENTS = ascii(",\"function\":{\"arguments\":");
    private static final byte[] CALL_END = ascii("}}]");

    private final byte[] head;
    private final byte[] tail;
    private final boolean usageAsked;
    private boolean begun;

    /// @param usageAsked whether the client asked for the usage chunk: all others have an empty one
    ChatChunks(@Nullable String id, @Nullable String model, long created, boolean usageAsked) {
        JsonOut out = new JsonOut(256);
        out.ascii("data: {\"id\":")
                .string(id == null ? NO_NAME : id)
                .ascii(",\"object\":\"chat.completion.chunk\",\"created\":")
                .number(created)
                .ascii(",\"model\":")
                .string(model == null ? NO_NAME : model)
                .ascii(",\"choices\":[");
        this.head = out.toArray();
        this.tail = ascii(usageAsked ? "}],\"usage\":null}\n\n" : "}]}\n\n");
        this.usageAsked = usageAsked;
    }

    /// A piece of the answer's text, given as a JSON string.
    void content(ByteBuf out, JsonValue string) {
        value(out, CONTENT, string);
    }

    /// A piece of the thinking, given as a JSON string.
    void reasoning(ByteBuf out, JsonValue string) {
        value(out, REASONING, string);
    }

    /// The beginning of a tool call.
    ///
    /// @param index among the calls of this answer
    /// @param name a JSON string
    void call(ByteBuf out, int index, String id, JsonValue name) {
        JsonOut call = new JsonOut(128);
        call.ascii("\"tool_calls\":[{\"index\":")
                .number(index)
                .ascii(",\"id\":")
                .string(id)
                .ascii(",\"type\":\"function\",\"function\":{\"name\":")
                .raw(name)
                .ascii(",\"arguments\":\"\"}}]");
        open(out);
        call.writeTo(out);
        close(out);
    }

    /// A piece of a call's arguments, given as a JSON string.
    void arguments(ByteBuf out, int index, JsonValue string) {
        open(out);
        out.writeBytes(ascii("\"tool_calls\":[{\"index\":" + index));
        out.writeBytes(ARGUMENTS).writeBytes(string.bytes(), string.from(), string.length());
        out.writeBytes(CALL_END);
        close(out);
    }

    /// The end of the answer.
    ///
    /// @param usage for the usage chunk; `null` where none is known
    void end(ByteBuf out, String finishReason, @Nullable TokenUsage usage) {
        open(out);
        out.writeBytes(REASON).writeBytes(ascii(finishReason)).writeByte('"').writeBytes(tail);
        if (usageAsked && usage != null) {
            JsonOut last = new JsonOut(256).raw(head, 0, head.length).ascii("],\"usage\":");
            ChatFinish.usage(last, usage);
            last.ascii("}\n\n").writeTo(out);
        }
        out.writeBytes(Sse.DONE);
    }

    private void value(ByteBuf out, byte[] member, JsonValue string) {
        open(out);
        out.writeBytes(member).writeBytes(string.bytes(), string.from(), string.length());
        close(out);
    }

    private void open(ByteBuf out) {
        if (!begun) {
            begun = true;
            delta(out);
            out.writeBytes(ROLE);
            close(out);
        }
        delta(out);
    }

    private void delta(ByteBuf out) {
        out.writeBytes(head).writeBytes(DELTA);
    }

    private void close(ByteBuf out) {
        out.writeBytes(GOES_ON).writeBytes(tail);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
