package io.affidavit.schemas.evidence;

import java.util.Arrays;

/// Growing UTF-8 bytes, and the one spelling of a string in them (RFC 8785 §3.2.2.2).
final class CanonicalBuffer {

    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private byte[] bytes;
    private int size;

    CanonicalBuffer(int capacity) {
        this.bytes = new byte[Math.max(capacity, 16)];
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void put(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    void ascii(String word) {
        reserve(word.length());
        for (int i = 0; i < word.length(); i++) {
            bytes[size++] = (byte) word.charAt(i);
        }
    }

    void raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /// Writes a string with its quotes.
    ///
    /// @throws IllegalArgumentException if it has a lone surrogate
    void quote(String text) {
        int length = text.length();
        reserve(length + 2);
        bytes[size++] = '"';
        int i = 0;
        while (i < length && isPlain(text.charAt(i))) {
            bytes[size++] = (byte) text.charAt(i++);
        }
        if (i < length) {
            quoteRest(text, i);
        }
        bytes[size++] = '"';
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
    }

    private void quoteRest(String text, int from) {
        int length = text.length();
        reserve(6 * (length - from) + 1); // the longest spelling of a char is a six-byte escape
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                bytes[size++] = (byte) c;
            } else if (c < 0x80) {
                escape(c);
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xc0 | (c >> 6));
                continuation(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[size++] = (byte) (0xe0 | (c >> 12));
                continuation(c >> 6);
                continuation(c);
            } else {
                supplementary(scalarAt(text, i));
                i++;
            }
        }
    }

    private static int scalarAt(String text, int i) {
        int scalar = text.codePointAt(i);
        if (scalar < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            throw new IllegalArgumentException("lone surrogate at index " + i);
        }
        return scalar;
    }

    private void supplementary(int scalar) {
        bytes[size++] = (byte) (0xf0 | (scalar >> 18));
        continuation(scalar >> 12);
        continuation(scalar >> 6);
        continuation(scalar);
    }

    private void continuation(int bits) {
        bytes[size++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        int letter = c < 0x20 ? shortEscape(c) : c;
        if (letter != 0) {
            bytes[size++] = (byte) letter;
            return;
        }
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[c >> 4];
        bytes[size++] = HEX[c & 0xf];
    }

    /// The letter of a control's two-character escape, or 0 when it has none.
    private static int shortEscape(int control) {
        return switch (control) {
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
