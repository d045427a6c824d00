package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
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
        if (content.isText()) {
            begin("system");
            value(content);
            out.ascii("}");
        } else if (hasText(content)) {
            begin("system");
            texts(content, "\\n\\n");
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
        if (role.is("assistant")) {
            assistant(content);
        } else if (role.is("system")) {
            system(content);
        } else {
            user(content);
        }
    }

    private void user(JsonValue content) {
        boolean results = false;
        for (JsonValue block : content.elements()) {
            if (MessagesParts.isA(block, "tool_result")) {
                results = true;
                result(block);
            }
        }
        if (content.isString()) {
            begin("user");
            value(content);
            out.ascii("}");
        } else if (!results || parts.any(content)) {
            begin("user");
            parts.write(content);
            out.ascii("}");
        }
    }

    /// Its text; what else it holds follows in the user's message, the only one that can.
    private void result(JsonValue block) {
        @Nullable JsonValue[] members = block.members("tool_use_id", "content");
        out.item().ascii("{\"role\":\"tool\",\"tool_call_id\":");
        out.string(ToolIds.inward(JsonValue.text(members[0], "")));
        out.ascii(",\"content\":");
        JsonValue content = members[1];
        if (content == null) {
            out.ascii("\"\"");
        } else if (content.isString()) {
            value(content);
        } else {
            texts(content, "\\n");
        }
        out.ascii("}");
    }

    private void assistant(JsonValue content) {
        begin("assistant");
        if (content.isString()) {
            value(content);
            out.ascii("}");
            return;
        }
        boolean calls = false;
        for (JsonValue block : content.elements()) {
            calls |= MessagesParts.isA(block, "tool_use");
        }
        if (calls && !hasText(content)) {
            out.ascii("null");
        } else {
            texts(content, "");
        }
        if (calls) {
            out.ascii(",\"tool_calls\":[");
            for (JsonValue block : content.elements()) {
                if (MessagesParts.isA(block, "tool_use")) {
                    call(block);
                }
            }
            out.ascii("]");
        }
        out.ascii("}");
    }

    private void call(JsonValue block) {
        @Nullable JsonValue[] members = block.members("id", "name", "input");
        out.item().ascii("{\"id\":").string(ToolIds.inward(JsonValue.text(members[0], "")));
        out.ascii(",\"type\":\"function\",\"function\":{\"name\":");
        out.string(JsonValue.text(members[1], ""));
        out.ascii(",\"arguments\":\"");
        if (members[2] == null) {
            out.ascii("{}");
        } else {
            out.escaped(members[2]);
        }
        out.ascii("\"}}");
    }

    private void begin(String role) {
        out.item().ascii("{\"role\":\"").ascii(role).ascii("\",\"content\":");
    }

    /// All texts of an array of blocks as one string.
    ///
    /// @param between what stands between two of them, escaped
    private void texts(JsonValue blocks, String between) {
        String separator = "";
        out.ascii("\"");
        for (JsonValue block : blocks.elements()) {
            JsonValue text = MessagesParts.textOf(block);
            if (text != null) {
                out.ascii(separator).raw(text.bytes(), text.from() + 1, text.to() - 1);
                separator = between;
            }
        }
        out.ascii("\"");
    }

    private static boolean hasText(JsonValue blocks) {
        for (JsonValue block : blocks.elements()) {
            if (MessagesParts.textOf(block) != null) {
                return true;
            }
        }
        return false;
    }

    private void value(JsonValue value) {
        out.raw(value);
    }
}
