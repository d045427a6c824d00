package io.affidavit.edge.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes JSON as bytes. Values taken from checked bytes are copied as they were written, so that
/// no number and no escape changes. Commas come by themselves: no value ends with an opening
/// bracket.
public final class JsonOut {

    private static final int FIRST_BYTES = 256;

    private byte[] bytes;
    private int length;

    public JsonOut() {
        this(FIRST_BYTES);
    }

    /// @param expectedBytes about how many it will be
    public JsonOut(int expectedBytes) {
        bytes = new byte[Math.max(FIRST_BYTES, expectedBytes)];
    }

    public JsonOut beginObject() {
        return item().put((byte) '{');
    }

    public JsonOut endObject() {
        return put((byte) '}');
    }

    public JsonOut beginArray() {
        return item().put((byte) '[');
    }

    public JsonOut endArray() {
        return put((byte) ']');
    }

    /// The name of the next member, in ASCII that needs no escape; its value must follow.
    public JsonOut name(String name) {
        return item().put((byte) '"').ascii(name).ascii("\":");
    }

    /// A value as it was written.
    public JsonOut value(JsonValue value) {
        return item().copy(value.bytes(), value.from(), value.to());
    }

    /// A number, `true`, `false`, `null` or any other JSON in ASCII.
    public JsonOut value(String json) {
        return item().ascii(json);
    }

    public JsonOut number(long number) {
        return item().ascii(Long.toString(number));
    }

    /// A text as a string.
    public JsonOut string(String text) {
        byte[] quoted = JsonString.quote(text).getBytes(StandardCharsets.UTF_8);
        return item().copy(quoted, 0, quoted.length);
    }

    /// The JSON of a value as the text of a string.
    public JsonOut quoted(JsonValue value) {
        item().put((byte) '"');
        for (int i = value.from(); i < value.to(); i++) {
            byte b = value.bytes()[i];
            switch (b) {
                case '"' -> ascii("\\\"");
                case '\\' -> ascii("\\\\");
                case '\n' -> ascii("\\n");
                case '\r' -> ascii("\\r");
                case '\t' -> ascii("\\t");
                default -> put(b);
            }
        }
        return put((byte) '"');
    }

    /// Opens a string that is put together from pieces.
    public JsonOut beginString() {
        return item().put((byte) '"');
    }

    /// The text of a string as it was written, escapes and all.
    public JsonOut piece(JsonValue string) {
        return copy(string.bytes(), string.from() + 1, string.to() - 1);
    }

    /// Text in ASCII that needs no escape, or is escaped already.
    public JsonOut piece(String escaped) {
        return ascii(escaped);
    }

    public JsonOut endString() {
        return put((byte) '"');
    }

    /// What was written.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// What was written, for copying on: up to [#length].
    public byte[] buffer() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Forgets what was written.
    public JsonOut clear() {
        length = 0;
        return this;
    }

    private JsonOut item() {
        if (length > 0) {
            byte last = bytes[length - 1];
            if (last != '{' && last != '[' && last != ':') {
                put((byte) ',');
            }
        }
        return this;
    }

    private JsonOut put(byte b) {
        grow(1);
        bytes[length++] = b;
        return this;
    }

    private JsonOut ascii(String text) {
        grow(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    private JsonOut copy(byte[] source, int from, int to) {
        grow(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    private void grow(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
        }
    }
}
