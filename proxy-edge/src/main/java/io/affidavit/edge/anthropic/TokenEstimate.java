package io.affidavit.edge.anthropic;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import java.nio.charset.StandardCharsets;

/// About how many tokens a prompt has, without asking anybody: a token for each three bytes of what
/// a model reads, a few for each message and tool, and a fixed number for each image or document,
/// whose size in bytes says little. Rather too many than too few. One pass over the body.
public final class TokenEstimate {

    private static final int BYTES_PER_TOKEN = 3;
    private static final int TOKENS_PER_REQUEST = 3;
    private static final int TOKENS_PER_ITEM = 4;
    private static final int TOKENS_PER_MEDIUM = 1_600;

    private final JsonCursor json;
    private long bytes;
    private long extra = TOKENS_PER_REQUEST;

    private TokenEstimate(byte[] body) {
        json = new JsonCursor(body, 0, body.length, false);
    }

    /// The estimate for a scanned body.
    public static long of(byte[] body) {
        TokenEstimate estimate = new TokenEstimate(body);
        try {
            estimate.root();
        } catch (JsonException e) {
            throw new IllegalStateException("body: unscanned (expected: JSON)", e);
        }
        return estimate.extra + (estimate.bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    /// The answer that tells it.
    public static byte[] body(long tokens) {
        return ("{\"input_tokens\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII);
    }

    private void root() throws JsonException {
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("messages") || json.nameIs("tools")) {
                items();
            } else if (json.nameIs("system")) {
                read();
            } else {
                json.skip();
            }
        }
    }

    private void items() throws JsonException {
        if (json.peek() != '[') {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            extra += TOKENS_PER_ITEM;
            read();
        }
    }

    /// A value that a model reads, at any depth; the base64 of a medium it does not.
    private void read() throws JsonException {
        switch (json.peek()) {
            case '{' -> {
                json.beginObject();
                while (json.nextMember()) {
                    if (json.nameIs("source")) {
                        extra += TOKENS_PER_MEDIUM;
                        source();
                    } else if (json.nameIs("type") || json.nameIs("cache_control")) {
                        json.skip();
                    } else {
                        read();
                    }
                }
            }
            case '[' -> {
                json.beginArray();
                while (json.nextElement()) {
                    read();
                }
            }
            default -> bytes += json.skipCounting();
        }
    }

    /// Where a document brings its text along, the text counts as well.
    private void source() throws JsonException {
        if (json.peek() != '{') {
            json.skip();
            return;
        }
        json.beginObject();
        boolean text = false;
        long data = 0;
        while (json.nextMember()) {
            if (json.nameIs("type")) {
                String type = json.string(16);
                text = "text".equals(type) || "content".equals(type);
            } else if (json.nameIs("data") || json.nameIs("content")) {
                data += json.skipCounting();
            } else {
                json.skip();
            }
        }
        bytes += text ? data : 0;
    }
}
