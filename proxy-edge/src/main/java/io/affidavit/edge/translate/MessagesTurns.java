package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.edge.translate.MessageBlock.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the turns of a Messages request as chat messages. A turn with tool results becomes one
/// message for each of them, and then one with the rest. What cannot be said is left out.
final class MessagesTurns {

    private final JsonOut out;
    private final MessagesParts parts;

    MessagesTurns(JsonOut out) {
        this.out = out;
        this.parts = new MessagesParts(out);
    }

    /// The system's text: one, however many blocks it has, because few servers take several.
    void system(JsonValue content) {
        List<MessageBlock> blocks = MessageBlock.of(content);
        if (content.isText()) {
            begin("system");
            out.raw(content).ascii("}");
        } else if (hasText(blocks)) {
            begin("system");
            texts(blocks, "\\n\\n");
            out.ascii("}");
        }
    }

    /// One turn.
    void turn(JsonValue message) {
        @Nullable JsonValue[] members = message.members("role", "content");
        JsonValue role = members[0];
        JsonValue content = members[1];
        if (role == null || content == null) {
            throw new IllegalArgumentException("message: unscanned (expected: role and content)");
        }
        if (role.is("system")) {
            system(content);
        } else if (content.isString()) {
            begin(role.is("assistant") ? "assistant" : "user");
            out.raw(content).ascii("}");
        } else if (role.is("assistant")) {
            assistant(MessageBlock.of(content));
        } else {
            user(MessageBlock.of(content));
        }
    }

    private void user(List<MessageBlock> blocks) {
        boolean results = false;
        for (MessageBlock block : blocks) {
            if (block.kind() == Kind.TOOL_RESULT) {
                results = true;
                result(block);
            }
        }
        int before = out.length();
        parts.write(blocks, !results, () -> begin("user"));
        if (out.length() > before) {
            out.ascii("}");
        }
    }

    /// Its text; what else it holds follows in the user's message, the only one that can.
    private void result(MessageBlock block) {
        out.item().ascii("{\"role\":\"tool\",\"tool_call_id\":");
        out.string(ToolIds.inward(JsonValue.text(block.id(), "")));
        out.ascii(",\"content\":");
        JsonValue content = block.content();
        if (content == null) {
            out.ascii("\"\"");
        } else if (content.isString()) {
            out.raw(content);
        } else {
            texts(MessageBlock.of(content), "\\n");
        }
        out.ascii("}");
    }

    private void assistant(List<MessageBlock> blocks) {
        begin("assistant");
        List<MessageBlock> calls =
                blocks.stream().filter(block -> block.kind() == Kind.TOOL_USE).toList();
        if (!calls.isEmpty() && !hasText(blocks)) {
            out.ascii("null");
        } else {
            texts(blocks, "");
        }
        if (!calls.isEmpty()) {
            out.ascii(",\"tool_calls\":[");
            calls.forEach(this::call);
            out.ascii("]");
        }
        out.ascii("}");
    }

    private void call(MessageBlock block) {
        out.item().ascii("{\"id\":").string(ToolIds.inward(JsonValue.text(block.id(), "")));
        out.ascii(",\"type\":\"function\",\"function\":{\"name\":");
        out.string(JsonValue.text(block.name(), ""));
        out.ascii(",\"arguments\":");
        if (block.input() == null) {
            out.ascii("\"{}\"");
        } else {
            out.quoted(block.input());
        }
        out.ascii("}}");
    }

    private void begin(String role) {
        out.item().ascii("{\"role\":\"").ascii(role).ascii("\",\"content\":");
    }

    /// All texts as one string.
    ///
    /// @param between what stands between two of them, escaped
    private void texts(List<MessageBlock> blocks, String between) {
        String separator = "";
        out.ascii("\"");
        for (MessageBlock block : blocks) {
            JsonValue text = block.text();
            if (text != null) {
                out.ascii(separator).raw(text.bytes(), text.from() + 1, text.to() - 1);
                separator = between;
            }
        }
        out.ascii("\"");
    }

    private static boolean hasText(List<MessageBlock> blocks) {
        return blocks.stream().anyMatch(block -> block.text() != null);
    }
}
