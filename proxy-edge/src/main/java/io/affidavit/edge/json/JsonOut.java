package io.affidavit.edge.json;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes JSON as bytes. Values that are taken over are copied as they stand, so that numbers and
/// escapes stay as they were written.
public final class JsonOut {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final boolean keeps;
    private byte[] bytes;
    private int length;

    /// @param size bytes expected; it grows beyond
    public JsonOut(int size) {
        this(true, size);
    }

    private JsonOut(boolean keeps, int size) {
        this.keeps = keeps;
        bytes = new byte[size];
    }

    /// One that forgets what is written, for those who only want to know what would be.
    public static JsonOut none() {
        return new JsonOut(false, 0);
    }

    public int length() {
        return length;
    }

    /// Starts anew.
    public void clear() {
        length = 0;
    }

    /// A comma, unless an object or an array has just been opened.
    public JsonOut item() {
        byte last = length == 0 ? 0 : bytes[length - 1];
        if (last != '[' && last != '{' && last != 0) {
            grow(1);
            bytes[length++] = ',';
        }
        return this;
    }

    /// The name of a member in plain ASCII, with the comma it needs.
    public JsonOut member(String name) {
        return item().ascii("\"").ascii(name).ascii("\":");
    }

    /// ASCII characters as they are.
    public JsonOut ascii(String text) {
        if (!keeps) {
            return this;
        }
        grow(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /// Bytes as they are.
    public JsonOut raw(byte[] source, int from, int to) {
        if (!keeps) {
            return this;
        }
        grow(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /// A value as it stands in another JSON text.
    public JsonOut raw(JsonValue value) {
        return raw(value.bytes(), value.from(), value.to());
    }

    public JsonOut number(long value) {
        return ascii(Long.toString(value));
    }

    /// The text as a string.
    public JsonOut string(String text) {
        byte[] quoted = JsonString.quote(text).getBytes(StandardCharsets.UTF_8);
        return raw(quoted, 0, quoted.length);
    }

    /// A value as a string that holds its JSON.
    public JsonOut quoted(JsonValue value) {
        return ascii("\"").escaped(value).ascii("\"");
    }

    /// The inner part of such a string.
    public JsonOut escaped(JsonValue value) {
        byte[] source = value.bytes();
        int from = value.from();
        int to = value.to();
        if (!keeps) {
            return this;
        }
        grow(to - from);
        for (int i = from; i < to; i++) {
            byte b = source[i];
            if (b == '"' || b == '\\') {
                grow(to - i + 1);
                bytes[length++] = '\\';
                bytes[length++] = b;
            } else if (b >= 0 && b < ' ') {
                control(b);
                grow(to - i);
            } else {
                bytes[length++] = b;
            }
        }
        return this;
    }

    /// Whether an array begins directly before this offset.
    public boolean opensAt(int at) {
        return at > 0 && bytes[at - 1] == '[';
    }

    /// Puts bytes in where others stand already.
    public void insert(int at, JsonOut piece) {
        if (!keeps) {
            return;
        }
        grow(piece.length);
        System.arraycopy(bytes, at, bytes, at + piece.length, length - at);
        System.arraycopy(piece.bytes, 0, bytes, at, piece.length);
        length += piece.length;
    }

    public JsonOut append(JsonOut other) {
        return raw(other.bytes, 0, other.length);
    }

    public void writeTo(ByteBuf target) {
        target.writeBytes(bytes, 0, length);
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void control(byte b) {
        grow(6);
        bytes[length++] = '\\';
        switch (b) {
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                ascii("u00");
                bytes[length++] = HEX[b >> 4];
                bytes[length++] = HEX[b & 0xf];
            }
        }
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
