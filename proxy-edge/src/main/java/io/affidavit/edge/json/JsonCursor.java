package io.affidavit.edge.json;

import org.jspecify.annotations.Nullable;

/// Walks once over the bytes of one JSON text (RFC 8259), checking every byte it passes: grammar,
/// UTF-8, depth, and, where asked, that no object names a member twice. It copies nothing; values
/// are byte ranges.
public final class JsonCursor {

    /// Deepest nesting of objects and arrays.
    public static final int MAX_DEPTH = 128;

    private final byte[] bytes;
    private final int end;
    private final @Nullable MemberNames names;
    private int at;
    private int depth;
    private int nameStart;
    private int nameEnd;

    /// @param uniqueNames whether an object that names a member twice is refused
    public JsonCursor(byte[] bytes, int start, int end, boolean uniqueNames) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.names = uniqueNames ? new MemberNames(bytes) : null;
    }

    /// Offset of the next byte.
    public int position() {
        return at;
    }

    /// The first byte of the next value; 0 at the end.
    public byte peek() {
        whitespace();
        return at < end ? bytes[at] : 0;
    }

    public void beginObject() throws JsonException {
        open((byte) '{');
        if (names != null) {
            names.open();
        }
    }

    /// Moves to the value of the next member, directly after `beginObject` or after the value
    /// before was passed; false behind the last one, with the object closed.
    public boolean nextMember() throws JsonException {
        if (!next((byte) '}', (byte) '{')) {
            if (names != null) {
                names.close();
            }
            return false;
        }
        if (peek() != '"') {
            throw fault("a member name");
        }
        nameStart = at + 1;
        at = JsonText.string(bytes, at, end);
        nameEnd = at - 1;
        if (names != null && names.isFull()) {
            throw new JsonException(
                    "more than " + MemberNames.MAX_NAMES + " members at byte " + (nameStart - 1));
        }
        if (names != null && !names.add(nameStart, nameEnd)) {
            throw new JsonException("member named twice at byte " + (nameStart - 1));
        }
        if (peek() != ':') {
            throw fault("':'");
        }
        at++;
        return true;
    }

    public void beginArray() throws JsonException {
        open((byte) '[');
    }

    /// Moves to the next element; false behind the last one, with the array closed.
    public boolean nextElement() throws JsonException {
        return next((byte) ']', (byte) '[');
    }

    /// Whether the member just moved to has this name, given in ASCII.
    public boolean nameIs(String name) {
        return JsonText.equalsAscii(bytes, nameStart, nameEnd, name);
    }

    /// The name of the member just moved to.
    public String name() {
        return JsonText.decode(bytes, nameStart, nameEnd);
    }

    /// Offset of the quote before the name of the member just moved to.
    public int nameFrom() {
        return nameStart - 1;
    }

    /// Passes over the next value, whatever it is.
    public void skip() throws JsonException {
        switch (peek()) {
            case '{' -> {
                beginObject();
                while (nextMember()) {
                    skip();
                }
            }
            case '[' -> {
                beginArray();
                while (nextElement()) {
                    skip();
                }
            }
            case '"' -> at = JsonText.string(bytes, at, end);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> at = JsonText.number(bytes, at, end);
        }
    }

    /// The next value if it is a string of at most `maxLength` bytes; otherwise `null`, and it is
    /// passed over.
    public @Nullable String string(int maxLength) throws JsonException {
        boolean isString = peek() == '"';
        int start = at + 1;
        skip();
        int length = at - 1 - start;
        return isString && length <= maxLength ? JsonText.decode(bytes, start, at - 1) : null;
    }

    /// The next value if it is a number with an integral value in the range of `long`; otherwise
    /// -1, and it is passed over. Negative numbers are -1 as well.
    public long natural() throws JsonException {
        peek();
        int start = at;
        skip();
        return JsonText.natural(bytes, start, at);
    }

    /// Bytes of the next value, which is passed over.
    public int skipCounting() throws JsonException {
        peek();
        int start = at;
        skip();
        return at - start;
    }

    /// The next value, which is passed over.
    public JsonValue value() throws JsonException {
        peek();
        int start = at;
        skip();
        return new JsonValue(bytes, start, at);
    }

    /// Checks that nothing but whitespace follows.
    public void finish() throws JsonException {
        whitespace();
        if (at < end) {
            throw fault("the end");
        }
    }

    public JsonException fault(String expected) {
        return new JsonException(
                (at < end ? "unexpected byte " : "cut off at byte ")
                        + at
                        + " (expected: "
                        + expected
                        + ")");
    }

    private void open(byte bracket) throws JsonException {
        if (peek() != bracket) {
            throw fault(bracket == '{' ? "an object" : "an array");
        }
        if (++depth > MAX_DEPTH) {
            throw new JsonException("nested deeper than " + MAX_DEPTH);
        }
        at++;
    }

    /// Only the first item follows its bracket directly: no value ends with an opening one.
    private boolean next(byte closing, byte opening) throws JsonException {
        boolean first = bytes[at - 1] == opening;
        byte found = peek();
        if (found == closing) {
            at++;
            depth--;
            return false;
        }
        if (!first) {
            if (found != ',') {
                throw fault("',' or the end of it");
            }
            at++;
            if (peek() == closing) {
                throw fault("another item");
            }
        }
        return true;
    }

    private void literal(String word) throws JsonException {
        if (!JsonText.isExactly(bytes, at, Math.min(end, at + word.length()), word)) {
            throw fault("a value");
        }
        at += word.length();
    }

    private void whitespace() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }
}
