package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonString;
import io.affidavit.edge.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a chat's messages into turns of user and assistant. Messages of one role that follow each
/// other become one turn; results of tools stand first in theirs; system texts go to a place of
/// their own, in their order.
final class ChatToAnthropicTurns {

    private static final byte[] NO_ARGUMENTS = {'{', '}'};

    private final Set<Unsaid> unsaid;
    private final ChatToAnthropicParts parts;
    private final JsonOut out;
    private final JsonOut system;
    private final JsonOut result = new JsonOut(256);
    private String role = "";
    private int resultsEnd;
    private boolean resultsLast;

    /// @param out gets the turns, without the brackets around them
    /// @param system gets the system's text blocks, without the brackets around them
    ChatToAnthropicTurns(Set<Unsaid> unsaid, JsonOut out, JsonOut system) {
        this.unsaid = unsaid;
        this.parts = new ChatToAnthropicParts(unsaid);
        this.out = out;
        this.system = system;
    }

    /// Whether the last turn answers tool calls, so that the assistant's turn before it goes on.
    boolean endWithResults() {
        return resultsLast;
    }

    void write(JsonValue messages) {
        for (JsonValue element : messages.elements()) {
            message(JsonMembers.of(element));
        }
        if (role.isEmpty() && system.length() > 0) { // nobody but the system has spoken
            turn("user").append(system);
            system.clear();
        }
        if (!role.isEmpty()) {
            out.ascii("]}");
        }
    }

    private void message(JsonMembers message) {
        if (message.get("name") != null) {
            unsaid.add(Unsaid.MESSAGE_NAME);
        }
        JsonValue content = message.get("content");
        switch (message.text("role")) {
            case "system", "developer" -> {
                if (content != null) {
                    parts.write(content, system::item, true);
                }
            }
            case "user" -> {
                if (content != null) {
                    parts.write(content, () -> turn("user"), false);
                }
            }
            case "assistant" -> assistant(message, content);
            case "tool" -> result(message, content);
            default -> unsaid.add(Unsaid.MESSAGE_ROLE);
        }
    }

    private void assistant(JsonMembers message, @Nullable JsonValue content) {
        Place place = () -> turn("assistant");
        if (content != null) {
            parts.write(content, place, true);
        }
        JsonValue refusal = message.string("refusal");
        if (refusal != null) {
            parts.text(refusal, null, place);
        }
        if (message.get("audio") != null) {
            unsaid.add(Unsaid.MESSAGE_AUDIO);
        }
        if (message.get("function_call") != null) {
            unsaid.add(Unsaid.MESSAGE_FUNCTION_CALL);
        }
        JsonValue calls = message.get("tool_calls");
        if (calls != null && calls.isArray()) {
            for (JsonValue element : calls.elements()) {
                toolUse(JsonMembers.of(element), place);
            }
        }
    }

    private void toolUse(JsonMembers call, Place place) {
        JsonMembers function = JsonMembers.of(call.get("function"));
        JsonValue name = function.string("name");
        if (name == null) {
            unsaid.add(Unsaid.MESSAGE_CONTENT);
            return;
        }
        place.next()
                .ascii("{\"type\":\"tool_use\",\"id\":")
                .string(ToolIds.outward(call.text("id")))
                .ascii(",\"name\":")
                .raw(name)
                .ascii(",\"input\":");
        byte[] input = arguments(function.get("arguments"));
        out.raw(input, 0, input.length).ascii("}");
    }

    /// The arguments as an object, byte for byte as the model wrote them; an empty one where they
    /// are none.
    private byte[] arguments(@Nullable JsonValue arguments) {
        if (arguments == null) {
            return NO_ARGUMENTS;
        }
        if (!arguments.isString()) {
            unsaid.add(Unsaid.MESSAGE_CONTENT);
            return NO_ARGUMENTS;
        }
        byte[] text = JsonString.utf8(arguments.text());
        try {
            JsonCursor json = new JsonCursor(text, 0, text.length, true);
            if (json.peek() != '{') {
                return NO_ARGUMENTS;
            }
            json.skip();
            json.finish();
            return text;
        } catch (JsonException _) {
            return NO_ARGUMENTS;
        }
    }

    private void result(JsonMembers message, @Nullable JsonValue content) {
        result.clear();
        result.ascii("{\"type\":\"tool_result\",\"tool_use_id\":")
                .string(ToolIds.outward(message.text("tool_call_id")));
        if (content != null && content.isString()) {
            if (!content.isBlank()) {
                result.member("content").raw(content);
            }
        } else if (content != null) {
            result.member("content").ascii("[");
            parts.write(content, result::item, false);
            result.ascii("]");
        }
        ChatToAnthropicParts.close(result, message.get("cache_control"));
        enter("user");
        boolean first = out.length() == resultsEnd;
        if (first) {
            out.item().append(result);
            resultsEnd = out.length();
            resultsLast = true;
        } else {
            insert();
        }
    }

    /// Puts a result before what the turn holds already.
    private void insert() {
        JsonOut piece = new JsonOut(result.length() + 1);
        if (out.opensAt(resultsEnd)) {
            piece.append(result).ascii(",");
            out.insert(resultsEnd, piece);
            resultsEnd += piece.length() - 1;
        } else {
            piece.ascii(",").append(result);
            out.insert(resultsEnd, piece);
            resultsEnd += piece.length();
        }
        resultsLast = true;
    }

    private JsonOut turn(String speaker) {
        enter(speaker);
        resultsLast &= speaker.equals("user");
        return out.item();
    }

    private void enter(String speaker) {
        if (role.equals(speaker)) {
            return;
        }
        if (!role.isEmpty()) {
            out.ascii("]}");
        }
        role = speaker;
        out.item().ascii("{\"role\":\"").ascii(speaker).ascii("\",\"content\":[");
        resultsEnd = out.length();
    }
}
