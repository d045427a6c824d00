package io.affidavit.edge.tokens;

import com.knuddels.jtokkit.api.Encoding;
import io.affidavit.edge.json.JsonText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts the tokens of texts with one tokenizer, and remembers how many recent texts had: prompts
/// mostly repeat what the call before them said. Remembers hashes with a key of this process, never
/// a text. For any thread.
final class TextTokens {

    /// Longest text that is counted as a whole, bytes; that many tokens fit below [#COUNT_BITS].
    static final int MAX_BYTES = 64 * 1024;

    private static final int SLOTS = 1 << 14;
    private static final int COUNT_BITS = 17;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long EMPTY = 0;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Encoding encoding;
    private final long key = ThreadLocalRandom.current().nextLong() | 1;
    private final AtomicLongArray known = new AtomicLongArray(SLOTS);

    TextTokens(Encoding encoding) {
        this.encoding = encoding;
    }

    /// What is remembered of a text; -1 for nothing. As [#count].
    int known(byte[] bytes, int from, int to, boolean escaped) {
        long hash = hash(bytes, from, to, escaped);
        long entry = known.get(slot(hash));
        return entry != EMPTY && (entry & ~COUNT_MASK) == (hash & ~COUNT_MASK)
                ? (int) (entry & COUNT_MASK)
                : -1;
    }

    /// Tokens of the inner part of a JSON string, or of any other piece of JSON as it is written.
    ///
    /// @param to at most [#MAX_BYTES] behind `from`
    /// @param escaped whether escapes stand for characters
    int count(byte[] bytes, int from, int to, boolean escaped) {
        String text =
                escaped
                        ? JsonText.decode(bytes, from, to)
                        : new String(bytes, from, to - from, StandardCharsets.UTF_8);
        int count = encoding.countTokensOrdinary(text);
        long hash = hash(bytes, from, to, escaped);
        known.set(slot(hash), (hash & ~COUNT_MASK) | Math.min(count, COUNT_MASK));
        return count;
    }

    private static int slot(long hash) {
        return (int) hash & (SLOTS - 1);
    }

    private long hash(byte[] bytes, int from, int to, boolean escaped) {
        long hash = key ^ (escaped ? ~(to - from) : to - from);
        int i = from;
        for (; to - i >= Long.BYTES; i += Long.BYTES) {
            hash = mixed(hash ^ (long) WORDS.get(bytes, i));
        }
        for (; i < to; i++) {
            hash = mixed(hash ^ bytes[i]);
        }
        return hash;
    }

    private long mixed(long value) {
        long product = value * key;
        return (product ^ (product >>> 32)) * MIX;
    }
}
