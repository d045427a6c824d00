package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.TokenUsage;
import org.jspecify.annotations.Nullable;

/// Reads a provider's usage object into disjoint buckets.
///
/// OpenAI counts cache reads and writes within `prompt_tokens`, reasoning within
/// `completion_tokens`. Providers that leave reasoning out of it are known by their total.
final class UsageReader {

    /// More than any model can read or write; such a figure counts as none, or sums would overflow.
    private static final long MAX_TOKENS = 1_000_000_000;

    private static final int CACHED = 0;
    private static final int CACHE_WRITE = 1;
    private static final int REASONING = 2;

    private final JsonCursor json;
    private final long[] details = new long[3];
    private long prompt = -1;
    private long completion = -1;
    private long total = -1;

    private UsageReader(JsonCursor json) {
        this.json = json;
    }

    /// Reads the next value; `null` when it is no usage object that counts anything.
    static @Nullable TokenUsage read(JsonCursor json) throws JsonException {
        if (json.peek() != '{') {
            json.skip();
            return null;
        }
        UsageReader reader = new UsageReader(json);
        json.beginObject();
        while (json.nextMember()) {
            reader.member();
        }
        return reader.usage();
    }

    private void member() throws JsonException {
        if (json.nameIs("prompt_tokens")) {
            prompt = json.natural();
        } else if (json.nameIs("completion_tokens")) {
            completion = json.natural();
        } else if (json.nameIs("total_tokens")) {
            total = json.natural();
        } else if (json.nameIs("prompt_cache_hit_tokens")) {
            details[CACHED] = Math.max(details[CACHED], json.natural());
        } else if (json.nameIs("prompt_tokens_details")
                || json.nameIs("completion_tokens_details")) {
            details();
        } else {
            json.skip();
        }
    }

    private void details() throws JsonException {
        if (json.peek() != '{') {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("cached_tokens")) {
                details[CACHED] = Math.max(details[CACHED], json.natural());
            } else if (json.nameIs("cache_write_tokens")) {
                details[CACHE_WRITE] = Math.max(0, json.natural());
            } else if (json.nameIs("reasoning_tokens")) {
                details[REASONING] = Math.max(0, json.natural());
            } else {
                json.skip();
            }
        }
    }

    private @Nullable TokenUsage usage() {
        if (prompt < 0 && completion < 0) {
            return null;
        }
        if (Math.max(Math.max(prompt, completion), details[REASONING]) > MAX_TOKENS) {
            return null;
        }
        long in = Math.max(0, prompt);
        long out = Math.max(0, completion);
        long cached = Math.min(details[CACHED], in);
        long written = Math.min(details[CACHE_WRITE], in - cached);
        long reasoning = details[REASONING];
        boolean apart = reasoning > out || (reasoning > 0 && total == in + out + reasoning);
        return new TokenUsage(
                in - cached - written, cached, written, apart ? out : out - reasoning, reasoning);
    }
}
