package io.affidavit.edge.anthropic;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.TokenUsage;
import org.jspecify.annotations.Nullable;

/// What an answer says of itself, gathered from one whole message or from its events: the input
/// side comes with the start, the output side grows with each change.
///
/// Anthropic's `input_tokens` leave cache reads and writes out; `output_tokens` hold the thinking.
public final class MessageTally {

    /// More than any model can read or write; such a figure counts as none, or sums would overflow.
    private static final long MAX_TOKENS = 1_000_000_000;

    private static final int BYTES_PER_TOKEN = 4;
    private static final int MAX_NAME_BYTES = 256;

    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String stopReason;
    private @Nullable String serviceTier;
    private long input = -1;
    private long cacheRead;
    private long cacheWrite;
    private long output = -1;
    private long thinking;
    private boolean outputKnown;

    /// The answer's id; `null` when none was given.
    public @Nullable String id() {
        return id;
    }

    /// The model that answered; `null` when none was named.
    public @Nullable String model() {
        return model;
    }

    /// Why the answer ended; `null` while it does not say.
    public @Nullable String stopReason() {
        return stopReason;
    }

    /// Reads the members of a message, whole or at its start, besides its content.
    ///
    /// @return false when it is none of them; the value is not passed over then
    public boolean member(JsonCursor json, String name) throws JsonException {
        switch (name) {
            case "id" -> id = json.string(MAX_NAME_BYTES);
            case "model" -> model = json.string(MAX_NAME_BYTES);
            case "stop_reason" -> {
                String reason = json.string(MAX_NAME_BYTES);
                stopReason = reason == null ? stopReason : reason;
            }
            case "usage" -> usage(json);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Reads the message within a `message_start`.
    public void start(JsonValue message) throws JsonException {
        JsonCursor json = message.cursor();
        json.beginObject();
        while (json.nextMember()) {
            if (!member(json, json.name())) {
                json.skip();
            }
        }
        outputKnown = false; // at the start it counts what there is, not what there will be
    }

    /// Reads a `message_delta`.
    public void change(MessageEvent event) throws JsonException {
        if (event.usage() != null) {
            usage(event.usage().cursor());
        }
        if (event.delta() != null) {
            JsonCursor json = event.delta().cursor();
            json.beginObject();
            while (json.nextMember()) {
                if (!json.nameIs("stop_reason") || !member(json, "stop_reason")) {
                    json.skip();
                }
            }
        }
    }

    /// Tokens as reported; `null` while they are not, or make no sense.
    public @Nullable TokenUsage reported() {
        return outputKnown && input >= 0 && output >= 0 ? buckets(output) : null;
    }

    /// All of it, with what was not reported estimated.
    ///
    /// @param promptTokens what the prompt is taken for
    /// @param contentBytes size of what was answered
    public AnswerFacts facts(long promptTokens, long contentBytes) {
        TokenUsage reported = reported();
        if (reported != null) {
            return new AnswerFacts(
                    model, id, stopReason, serviceTier, reported, UsageSource.REPORTED);
        }
        long written = Math.max(Math.ceilDiv(contentBytes, (long) BYTES_PER_TOKEN), output);
        TokenUsage estimate =
                input >= 0 ? buckets(written) : new TokenUsage(promptTokens, 0, 0, written, 0);
        return new AnswerFacts(model, id, stopReason, serviceTier, estimate, UsageSource.ESTIMATED);
    }

    private TokenUsage buckets(long written) {
        long thought = Math.min(thinking, written);
        return new TokenUsage(input, cacheRead, cacheWrite, written - thought, thought);
    }

    private void usage(JsonCursor json) throws JsonException {
        if (json.peek() != '{') {
            json.skip();
            return;
        }
        long cacheParts = 0;
        json.beginObject();
        while (json.nextMember()) {
            switch (json.name()) {
                case "input_tokens" -> input = Math.max(input, tokens(json));
                case "cache_read_input_tokens" -> cacheRead = Math.max(cacheRead, tokens(json));
                case "cache_creation_input_tokens" ->
                        cacheWrite = Math.max(cacheWrite, tokens(json));
                case "cache_creation" -> cacheParts = sum(json);
                case "output_tokens" -> {
                    output = Math.max(output, tokens(json));
                    outputKnown = true;
                }
                case "output_tokens_details" -> details(json);
                case "service_tier" -> {
                    String tier = json.string(MAX_NAME_BYTES);
                    serviceTier = tier == null ? serviceTier : tier;
                }
                default -> json.skip();
            }
        }
        cacheWrite = Math.max(cacheWrite, cacheParts);
    }

    /// Writes to the caches of each lifetime.
    private static long sum(JsonCursor json) throws JsonException {
        long sum = 0;
        if (json.peek() != '{') {
            json.skip();
            return sum;
        }
        json.beginObject();
        while (json.nextMember()) {
            sum = Math.min(MAX_TOKENS, sum + Math.max(0, tokens(json)));
        }
        return sum;
    }

    private void details(JsonCursor json) throws JsonException {
        if (json.peek() != '{') {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("thinking_tokens")) {
                thinking = Math.max(thinking, tokens(json));
            } else {
                json.skip();
            }
        }
    }

    private static long tokens(JsonCursor json) throws JsonException {
        long tokens = json.natural();
        return tokens > MAX_TOKENS ? -1 : tokens;
    }
}
