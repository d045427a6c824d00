package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerResult;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import org.jspecify.annotations.Nullable;

/// Reads a whole answer once: is it one JSON object that answers, and what does it say of itself.
/// The bytes pass to the client as they came.
public final class AnswerMeter {

    private static final int BYTES_PER_TOKEN = 4;
    private static final int MAX_NAME_BYTES = 256;

    private final Surface surface;
    private final JsonCursor json;
    private boolean answerSeen;
    private boolean error;

    /// Whether an answer was begun and ended in an error.
    private boolean faulty;

    private @Nullable String model;
    private @Nullable String id;
    private @Nullable String finishReason;
    private @Nullable String serviceTier;
    private @Nullable TokenUsage usage;
    private long contentBytes;

    private AnswerMeter(Surface surface, byte[] body) {
        this.surface = surface;
        this.json = new JsonCursor(body, 0, body.length, false);
    }

    /// Reads the body of an answer with a success status.
    ///
    /// @param promptTokens what the prompt is taken for when no usage is reported
    public static AnswerResult read(Surface surface, byte[] body, long promptTokens) {
        AnswerMeter meter = new AnswerMeter(surface, body);
        try {
            meter.root();
        } catch (JsonException e) {
            return broken("no JSON object: " + e.getMessage());
        }
        if (meter.faulty || (meter.error && !meter.answerSeen)) {
            return ProviderErrorReader.inside(body, 0, body.length);
        }
        return meter.answerSeen ? meter.facts(promptTokens) : broken("nothing answered in it");
    }

    private void root() throws JsonException {
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("model")) {
                model = json.string(MAX_NAME_BYTES);
            } else if (json.nameIs("id")) {
                id = json.string(MAX_NAME_BYTES);
            } else if (json.nameIs("service_tier")) {
                serviceTier = json.string(MAX_NAME_BYTES);
            } else if (json.nameIs("usage")) {
                usage = UsageReader.read(json);
            } else if (json.nameIs("error")) {
                error |= json.peek() != 'n';
                json.skip();
            } else if (json.nameIs(surface == Surface.EMBEDDINGS ? "data" : "choices")) {
                answer();
            } else {
                json.skip();
            }
        }
        json.finish();
    }

    private void answer() throws JsonException {
        if (json.peek() != '[') {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            answerSeen = true;
            if (surface != Surface.EMBEDDINGS && json.peek() == '{') {
                choice();
            } else {
                json.skip();
            }
        }
    }

    private void choice() throws JsonException {
        boolean first = true;
        String reason = null;
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("finish_reason")) {
                reason = json.string(MAX_NAME_BYTES);
            } else if (json.nameIs("index")) {
                first = json.natural() <= 0;
            } else if (json.nameIs("message") || json.nameIs("text")) {
                contentBytes += json.skipCounting();
            } else {
                json.skip();
            }
        }
        faulty |= reason != null && ProviderQuirks.isFaulty(reason);
        if (first) {
            finishReason = reason;
        }
    }

    private AnswerFacts facts(long promptTokens) {
        if (usage != null) {
            return new AnswerFacts(
                    model, id, finishReason, serviceTier, usage, UsageSource.REPORTED);
        }
        TokenUsage estimate = new TokenUsage(promptTokens, 0, 0, contentBytes / BYTES_PER_TOKEN, 0);
        return new AnswerFacts(
                model, id, finishReason, serviceTier, estimate, UsageSource.ESTIMATED);
    }

    private static AnswerFault broken(String detail) {
        return new AnswerFault(FailureCode.UPSTREAM_ERROR, "answer: " + detail);
    }
}
