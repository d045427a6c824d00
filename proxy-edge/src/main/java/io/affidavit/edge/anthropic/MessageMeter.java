package io.affidavit.edge.anthropic;

import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerResult;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// Reads a whole message once: is it one JSON object that answers, and what does it say of itself.
/// The bytes pass to the client as they came.
public final class MessageMeter {

    private static final int MAX_TYPE_BYTES = 64;

    private final JsonCursor json;
    private final MessageTally tally = new MessageTally();
    private @Nullable String type;
    private boolean error;
    private boolean contentSeen;
    private long contentBytes;

    private MessageMeter(byte[] body) {
        json = new JsonCursor(body, 0, body.length, false);
    }

    /// Reads the body of an answer with a success status.
    ///
    /// @param promptTokens what the prompt is taken for when no usage is reported
    public static AnswerResult read(byte[] body, long promptTokens) {
        MessageMeter meter = new MessageMeter(body);
        try {
            meter.root();
        } catch (JsonException e) {
            return broken("no JSON object: " + e.getMessage());
        }
        if (meter.error || "error".equals(meter.type)) {
            return MessageErrorReader.inside(body, 0, body.length);
        }
        return meter.contentSeen
                ? meter.tally.facts(promptTokens, meter.contentBytes)
                : broken("nothing answered in it");
    }

    private void root() throws JsonException {
        json.beginObject();
        while (json.nextMember()) {
            String name = json.name();
            switch (name) {
                case "type" -> type = json.string(MAX_TYPE_BYTES);
                case "error" -> {
                    error |= json.peek() != 'n';
                    json.skip();
                }
                case "content" -> {
                    contentSeen = json.peek() == '[';
                    contentBytes = json.skipCounting();
                }
                default -> {
                    if (!tally.member(json, name)) {
                        json.skip();
                    }
                }
            }
        }
        json.finish();
    }

    private static AnswerFault broken(String detail) {
        return new AnswerFault(FailureCode.UPSTREAM_ERROR, "answer: " + detail);
    }
}
