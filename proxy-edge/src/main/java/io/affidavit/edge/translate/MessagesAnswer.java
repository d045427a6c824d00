package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.MessageEvents;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonString;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.edge.openai.AnswerMeter;
import io.affidavit.edge.openai.FinishReasons;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a whole chat completion and writes it as a message. What was thought aloud is left out: a
/// message's thinking carries a signature that only its maker could give.
final class MessagesAnswer {

    private static final int FRAME_BYTES = 384;

    private final JsonOut out;
    private boolean calls;
    private boolean refused;

    /// Whether a tool was called with something else than an object.
    private boolean garbled;

    private MessagesAnswer(int bytes) {
        out = new JsonOut(bytes + FRAME_BYTES);
    }

    /// Reads the body of an answer with a success status.
    ///
    /// @param promptTokens what the prompt is taken for when no usage is reported
    static WholeAnswer read(byte[] body, long promptTokens) {
        return switch (AnswerMeter.read(Surface.CHAT_COMPLETIONS, body, promptTokens)) {
            case AnswerFault fault -> new WholeAnswer.Faulty(fault);
            case AnswerFacts read -> {
                AnswerFacts facts = FinishReasons.known(read);
                JsonValue message = message(JsonValue.checked(body));
                yield message == null
                        ? broken("no message in it")
                        : new MessagesAnswer(body.length).told(message, facts);
            }
        };
    }

    /// Arguments that were cut off at the bound of the answer are left out, which its stop reason
    /// says; whoever else cannot write them did not answer. A tool must not be carried out without
    /// what it was called with.
    private WholeAnswer told(JsonValue message, AnswerFacts facts) {
        byte[] body = write(message, facts);
        return garbled && !"length".equals(facts.finishReason())
                ? broken("arguments of a tool that are no object")
                : new WholeAnswer.Sound(body, facts);
    }

    private static WholeAnswer broken(String detail) {
        return new WholeAnswer.Faulty(
                new AnswerFault(FailureCode.UPSTREAM_ERROR, "answer: " + detail));
    }

    /// The first choice's message.
    private static @Nullable JsonValue message(JsonValue root) {
        JsonValue choices = root.get("choices");
        if (choices == null) {
            return null;
        }
        for (JsonValue choice : choices.elements()) {
            @Nullable JsonValue[] members = choice.members("index", "message");
            if (members[0] == null || members[0].natural() <= 0) {
                return members[1] != null && members[1].isObject() ? members[1] : null;
            }
        }
        return null;
    }

    private byte[] write(JsonValue message, AnswerFacts facts) {
        out.ascii("{\"id\":").string(facts.id() == null ? MessagesStream.NO_NAME : facts.id());
        out.ascii(",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
        out.string(facts.model() == null ? MessagesStream.NO_NAME : facts.model());
        out.ascii(",\"content\":[");
        content(message);
        out.ascii("],\"stop_reason\":");
        out.string(MessageStop.reason(facts.finishReason(), calls, refused));
        out.ascii(",\"stop_sequence\":null,\"usage\":");
        MessageEvents.usage(out, facts.usage());
        return out.ascii("}").toArray();
    }

    private void content(JsonValue message) {
        @Nullable JsonValue[] members = message.members("content", "refusal", "tool_calls");
        if (members[0] != null) {
            text(members[0]);
        }
        if (members[1] != null && members[1].isText()) {
            refused = true;
            text(members[1]);
        }
        if (members[2] != null) {
            int index = 0;
            for (JsonValue call : members[2].elements()) {
                call(call, index++);
            }
        }
    }

    private void text(JsonValue text) {
        if (text.isText()) {
            out.item().ascii("{\"type\":\"text\",\"text\":");
            out.raw(text).ascii("}");
        }
    }

    private void call(JsonValue call, int index) {
        calls = true;
        @Nullable JsonValue[] members = call.members("id", "function");
        @Nullable JsonValue[] function =
                members[1] == null ? new JsonValue[2] : members[1].members("name", "arguments");
        out.item().ascii("{\"type\":\"tool_use\",\"id\":");
        out.string(ToolIds.outward(JsonValue.text(members[0], "call_" + index)));
        out.ascii(",\"name\":");
        out.string(JsonValue.text(function[0], MessagesStream.NO_NAME));
        out.ascii(",\"input\":");
        byte[] input = input(function[1]);
        out.raw(input, 0, input.length).ascii("}");
    }

    /// The arguments as an object; an empty one for a call without any.
    private byte[] input(@Nullable JsonValue arguments) {
        if (arguments != null && arguments.isText() && !arguments.isBlank()) {
            byte[] json = JsonString.utf8(arguments.text());
            try {
                JsonValue value = JsonValue.parse(json, 0, json.length);
                if (value.isObject()) {
                    return json;
                }
                garbled |= !value.isNull();
            } catch (JsonException e) {
                garbled = true;
            }
        }
        return "{}".getBytes(StandardCharsets.US_ASCII);
    }
}
