package io.affidavit.schemas.evidence;

import org.jspecify.annotations.Nullable;

/// Writes canonical JSON straight into UTF-8 bytes: the profile of `evidence/v1`, which is RFC 8785
/// without numbers.
///
/// Misuse (keys out of order, a name without a value, a depth over 16) is a bug of the caller and
/// throws [IllegalStateException]; a string that no record may hold throws
/// [IllegalArgumentException]. A writer is for one thread and one text.
public final class CanonicalWriter {

    /// How deep objects and arrays may nest in a record.
    public static final int MAX_DEPTH = 16;

    private static final int RECORD_DEPTH = 1;

    private final @Nullable String[] lastKeys = new @Nullable String[MAX_DEPTH + 1];
    private final boolean[] inObject = new boolean[MAX_DEPTH + 1];
    private final boolean[] filled = new boolean[MAX_DEPTH + 1];
    private final CanonicalBuffer buffer;
    private final int base;
    private int depth;
    private boolean named;

    /// A writer of a whole text.
    ///
    /// @param capacity first guess of its length in bytes
    public CanonicalWriter(int capacity) {
        this(capacity, 0);
    }

    private CanonicalWriter(int capacity, int base) {
        this.buffer = new CanonicalBuffer(capacity);
        this.base = base;
        this.depth = base;
    }

    /// A writer of the `data` member, which already stands one level deep in its record.
    public static CanonicalWriter forData(int capacity) {
        return new CanonicalWriter(capacity, RECORD_DEPTH);
    }

    /// Opens an object; its keys must follow in ascending order.
    public CanonicalWriter beginObject() {
        open('{', true);
        return this;
    }

    /// Closes the object opened last.
    public CanonicalWriter endObject() {
        close('}', true);
        return this;
    }

    /// Opens an array.
    public CanonicalWriter beginArray() {
        open('[', false);
        return this;
    }

    /// Closes the array opened last.
    public CanonicalWriter endArray() {
        close(']', false);
        return this;
    }

    /// Writes a key of the open object: `[a-z0-9_]+`, greater than the key before it.
    public CanonicalWriter name(String key) {
        if (depth == base || !inObject[depth] || named) {
            throw new IllegalStateException(key + ": a key is not due here");
        }
        String last = lastKeys[depth];
        if (last != null && last.compareTo(key) >= 0) {
            throw new IllegalStateException(
                    key + ": after " + last + " (expected: ascending keys)");
        }
        lastKeys[depth] = key;
        separate();
        quoteKey(key);
        named = true;
        return this;
    }

    /// Writes a string, or null.
    public CanonicalWriter value(@Nullable String text) {
        if (text == null) {
            literal("null");
        } else {
            beforeValue();
            buffer.quote(text);
        }
        return this;
    }

    /// Writes a whole number the only way the profile knows: as a decimal string.
    public CanonicalWriter decimal(long value) {
        return value(Long.toString(value));
    }

    /// Writes true or false.
    public CanonicalWriter value(boolean value) {
        literal(value ? "true" : "false");
        return this;
    }

    /// Writes null.
    public CanonicalWriter nullValue() {
        literal("null");
        return this;
    }

    /// Number of bytes so far.
    public int size() {
        return buffer.size();
    }

    /// The finished text, a new array.
    ///
    /// @throws IllegalStateException if an object or array is still open
    public byte[] toBytes() {
        if (depth != base || buffer.size() == 0) {
            throw new IllegalStateException("unfinished: depth " + (depth - base));
        }
        return buffer.toBytes();
    }

    /// Writes a value that is canonical already.
    CanonicalWriter raw(byte[] canonical) {
        beforeValue();
        buffer.raw(canonical);
        return this;
    }

    /// Writes an empty string and returns the index between its quotes, where a value known only
    /// later will be spliced in.
    int hole() {
        value("");
        return buffer.size() - 1;
    }

    private void open(char bracket, boolean object) {
        beforeValue();
        if (depth == MAX_DEPTH) {
            throw new IllegalStateException("depth over " + MAX_DEPTH);
        }
        depth++;
        inObject[depth] = object;
        filled[depth] = false;
        lastKeys[depth] = null;
        buffer.put(bracket);
    }

    private void close(char bracket, boolean object) {
        if (depth == base || inObject[depth] != object || named) {
            throw new IllegalStateException("'" + bracket + "' is not due here");
        }
        depth--;
        buffer.put(bracket);
    }

    private void beforeValue() {
        if (depth == base ? buffer.size() > 0 : inObject[depth] != named) {
            throw new IllegalStateException("a value is not due here");
        }
        if (named) {
            named = false;
        } else if (depth > base) {
            separate();
        }
    }

    private void separate() {
        if (filled[depth]) {
            buffer.put(',');
        }
        filled[depth] = true;
    }

    private void literal(String word) {
        beforeValue();
        buffer.ascii(word);
    }

    private void quoteKey(String key) {
        boolean good = !key.isEmpty();
        for (int i = 0; good && i < key.length(); i++) {
            good = isKeyCharacter(key.charAt(i));
        }
        if (!good) {
            throw new IllegalStateException("key: " + key + " (expected: [a-z0-9_]+)");
        }
        buffer.put('"');
        buffer.ascii(key);
        buffer.put('"');
        buffer.put(':');
    }

    private static boolean isKeyCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
}
