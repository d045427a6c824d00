package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.MessageErrorReader;
import io.affidavit.edge.anthropic.MessageTally;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import org.jspecify.annotations.Nullable;

/// Reads a whole message and writes it as a chat completion, in one pass over its content.
final class ChatToAnthropicAnswer {

    private static final int MAX_TYPE_BYTES = 64;
    private static final int SMALL = 256;

    private final byte[] body;
    private final boolean wantsJson;
    private final MessageTally tally = new MessageTally();
    private final JsonOut text;
    private final JsonOut thinking = new JsonOut(SMALL);
    private final JsonOut calls = new JsonOut(SMALL);
    private @Nullable String type;
    private boolean error;
    private boolean contentSeen;

    private ChatToAnthropicAnswer(byte[] body, boolean wantsJson) {
        this.body = body;
        this.wantsJson = wantsJson;
        this.text = new JsonOut(body.length);
    }

    /// Reads the body of an answer with a success status.
    ///
    /// @param wantsJson whether the tool that answers counts as the answer
    /// @param promptTokens what the prompt is taken for when no usage is reported
    /// @param created seconds since 1970
    static WholeAnswer read(byte[] body, boolean wantsJson, long promptTokens, long created) {
        ChatToAnthropicAnswer answer = new ChatToAnthropicAnswer(body, wantsJson);
        try {
            answer.root();
        } catch (JsonException e) {
            return broken("no JSON object that answers: " + e.getMessage());
        }
        if (answer.error || "error".equals(answer.type)) {
            return new WholeAnswer.Faulty(MessageErrorReader.inside(body, 0, body.length));
        }
        if (!answer.contentSeen || answer.tally.stopReason() == null) {
            return broken("nothing answered in it, or no reason why it ended");
        }
        return new WholeAnswer.Sound(
                answer.completion(created, answer.tally.stopReason()),
                answer.tally.facts(promptTokens, answer.contentBytes()));
    }

    private void root() throws JsonException {
        JsonCursor json = new JsonCursor(body, 0, body.length, false);
        json.beginObject();
        while (json.nextMember()) {
            String name = json.name();
            switch (name) {
                case "type" -> type = json.string(MAX_TYPE_BYTES);
                case "error" -> error |= !json.value().isNull();
                case "content" -> content(json);
                default -> {
                    if (!tally.member(json, name)) {
                        json.skip();
                    }
                }
            }
        }
        json.finish();
    }

    private void content(JsonCursor json) throws JsonException {
        if (json.peek() != '[') {
            json.skip();
            return;
        }
        contentSeen = true;
        json.beginArray();
        while (json.nextElement()) {
            block(JsonMembers.of(json.value()));
        }
    }

    /// Blocks that a chat has no place for are passed over, such as a search that the provider made
    /// itself.
    private void block(JsonMembers block) throws JsonException {
        switch (block.text("type")) {
            case "text" -> inner(block.string("text"), text);
            case "thinking" -> inner(block.string("thinking"), thinking);
            case "tool_use" -> toolUse(block);
            default -> {}
        }
    }

    private void inner(@Nullable JsonValue string, JsonOut target) {
        if (string != null) {
            target.raw(body, string.from() + 1, string.to() - 1);
        }
    }

    private void toolUse(JsonMembers block) throws JsonException {
        JsonValue name = block.string("name");
        if (name == null || block.string("id") == null) {
            throw new JsonException("tool call without id or name");
        }
        JsonValue given = block.get("input");
        JsonValue input = given != null && given.isObject() ? given : null;
        if (wantsJson && name.is(ChatToAnthropicTools.ANSWER)) {
            if (input != null) {
                text.escaped(input);
            } else {
                text.ascii("{}");
            }
            return;
        }
        calls.item()
                .ascii("{\"id\":")
                .string(ToolIds.inward(block.text("id")))
                .ascii(",\"type\":\"function\",\"function\":{\"name\":")
                .raw(name)
                .ascii(",\"arguments\":");
        if (input != null) {
            calls.quoted(input);
        } else {
            calls.ascii("\"{}\"");
        }
        calls.ascii("}}");
    }

    private byte[] completion(long created, String stopReason) {
        JsonOut out = new JsonOut(text.length() + thinking.length() + calls.length() + 2 * SMALL);
        out.ascii("{\"id\":")
                .string(tally.id() == null ? ChatChunks.NO_NAME : tally.id())
                .ascii(",\"object\":\"chat.completion\",\"created\":")
                .number(created)
                .ascii(",\"model\":")
                .string(tally.model() == null ? ChatChunks.NO_NAME : tally.model())
                .ascii(
                        ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        boolean called = calls.length() > 0;
        if (called && text.length() == 0) {
            out.ascii("null");
        } else {
            out.ascii("\"").append(text).ascii("\"");
        }
        if (thinking.length() > 0) {
            out.member("reasoning_content").ascii("\"").append(thinking).ascii("\"");
        }
        out.member("refusal").ascii("null");
        if (called) {
            out.member("tool_calls").ascii("[").append(calls).ascii("]");
        }
        out.ascii("},\"logprobs\":null,\"finish_reason\":")
                .string(ChatFinish.reason(stopReason, called))
                .ascii("}]");
        TokenUsage usage = tally.reported();
        if (usage != null) {
            out.member("usage");
            ChatFinish.usage(out, usage);
        }
        return out.ascii("}").toArray();
    }

    private long contentBytes() {
        return (long) text.length() + thinking.length() + calls.length();
    }

    private static WholeAnswer broken(String detail) {
        return new WholeAnswer.Faulty(
                new AnswerFault(FailureCode.UPSTREAM_ERROR, "answer: " + detail));
    }
}
