package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Says in the words that clients know why an answer ended, where a provider has words of its own.
/// Every other byte stays.
public final class FinishReasons {

    private static final int MAX_NAME_BYTES = 256;

    private FinishReasons() {}

    /// A whole answer with known reasons; the same array where they all are.
    ///
    /// @param body an answer that was read before
    public static byte[] known(byte[] body) {
        Rewriting rewriting = new Rewriting(body);
        try {
            rewriting.root();
        } catch (JsonException e) {
            throw new IllegalStateException("an answer that was read cannot be read again", e);
        }
        return rewriting.result();
    }

    /// Whether a reason is not a provider's own word for a known one.
    public static boolean isKnown(String reason) {
        return ProviderQuirks.finishReason(reason).equals(reason);
    }

    /// The same facts with the reason as the client reads it.
    public static AnswerFacts known(AnswerFacts facts) {
        String reason = facts.finishReason();
        return reason == null || isKnown(reason)
                ? facts
                : new AnswerFacts(
                        facts.model(),
                        facts.id(),
                        ProviderQuirks.finishReason(reason),
                        facts.serviceTier(),
                        facts.usage(),
                        facts.source());
    }

    /// A chunk with the one reason replaced that its scan noted.
    static byte[] replace(byte[] bytes, int from, int to, ChunkScan chunk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        out.write(bytes, from, chunk.reasonFrom - from);
        out.writeBytes(text(String.valueOf(chunk.knownReason)));
        out.write(bytes, chunk.reasonTo, to - chunk.reasonTo);
        return out.toByteArray();
    }

    private static byte[] text(String word) {
        return ('"' + word + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Rewriting {

        private final byte[] body;
        private final JsonCursor json;
        private @Nullable ByteArrayOutputStream out;
        private int copied;

        private Rewriting(byte[] body) {
            this.body = body;
            this.json = new JsonCursor(body, 0, body.length, false);
        }

        private void root() throws JsonException {
            json.beginObject();
            while (json.nextMember()) {
                if (json.nameIs("choices") && json.peek() == '[') {
                    choices();
                } else {
                    json.skip();
                }
            }
        }

        private void choices() throws JsonException {
            json.beginArray();
            while (json.nextElement()) {
                if (json.peek() == '{') {
                    choice();
                } else {
                    json.skip();
                }
            }
        }

        private void choice() throws JsonException {
            json.beginObject();
            while (json.nextMember()) {
                if (json.nameIs("finish_reason") && json.peek() == '"') {
                    int before = json.position();
                    String reason = json.string(MAX_NAME_BYTES);
                    if (reason != null) {
                        put(ProviderQuirks.finishReason(reason), reason, before);
                    }
                } else {
                    json.skip();
                }
            }
        }

        private void put(String known, String reason, int before) {
            if (known.equals(reason)) {
                return;
            }
            ByteArrayOutputStream target =
                    out == null ? new ByteArrayOutputStream(body.length) : out;
            out = target;
            target.write(body, copied, before - copied);
            target.writeBytes(text(known));
            copied = json.position();
        }

        private byte[] result() {
            if (out == null) {
                return body;
            }
            out.write(body, copied, body.length - copied);
            return out.toByteArray();
        }
    }
}
