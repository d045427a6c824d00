package io.affidavit.edge.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Strings and numbers of JSON as bytes (RFC 8259 §6, §7; UTF-8 as RFC 3629 §4).
public final class JsonText {

    /// Longest number that is turned into one; a longer one is still passed over.
    private static final int MAX_NATURAL_DIGITS = 18;

    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = EACH << 7;

    private JsonText() {}

    /// Checks the string whose opening quote is at `at`.
    ///
    /// @return the offset behind its closing quote
    public static int string(byte[] bytes, int at, int end) throws JsonException {
        int i = at + 1;
        while (i < end) {
            i = plain(bytes, i, end);
            if (i == end) {
                break;
            }
            byte b = bytes[i];
            if (b == '"') {
                return i + 1;
            }
            if (b == '\\') {
                i = escape(bytes, i, end);
            } else if (b >= ' ') {
                i++;
            } else if (b < 0) {
                i = multiByte(bytes, i, end);
            } else {
                throw new JsonException("control character in a string at byte " + i);
            }
        }
        throw new JsonException("cut off in a string");
    }

    /// Passes over ASCII that ends nothing and escapes nothing, eight bytes at a time as long as
    /// that goes: bodies are mostly that, and base64 by the megabyte.
    ///
    /// @return the offset of the first other byte, or of the last few bytes, or the end
    private static int plain(byte[] bytes, int from, int end) {
        int i = from;
        while (end - i >= Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long quotes = word ^ EACH * '"';
            long slashes = word ^ EACH * '\\';
            // The lowest mark is exact; those above it may come from a borrow.
            long marks =
                    (word
                                    | ((word - EACH * ' ') & ~word)
                                    | ((quotes - EACH) & ~quotes)
                                    | ((slashes - EACH) & ~slashes))
                            & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += Long.BYTES;
        }
        return i;
    }

    /// Checks the number at `at`.
    ///
    /// @return the offset behind it
    public static int number(byte[] bytes, int at, int end) throws JsonException {
        int i = at;
        if (i < end && bytes[i] == '-') {
            i++;
        }
        if (i < end && bytes[i] == '0') {
            i++;
        } else {
            i = digits(bytes, i, end);
        }
        if (i < end && bytes[i] == '.') {
            i = digits(bytes, i + 1, end);
        }
        if (i < end && (bytes[i] | 0x20) == 'e') {
            i++;
            if (i < end && (bytes[i] == '+' || bytes[i] == '-')) {
                i++;
            }
            i = digits(bytes, i, end);
        }
        return i;
    }

    /// A checked value as a natural number; a fraction of zeros is allowed, because some providers
    /// count in floats. -1 when it is anything else.
    public static long natural(byte[] bytes, int from, int to) {
        long value = 0;
        int i = from;
        while (i < to && isDigit(bytes[i])) {
            if (i - from == MAX_NATURAL_DIGITS) {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
            i++;
        }
        if (i == from) {
            return -1;
        }
        if (i < to && bytes[i] == '.') {
            i++;
            while (i < to && bytes[i] == '0') {
                i++;
            }
        }
        return i == to ? value : -1;
    }

    /// The text between the quotes of a checked string.
    public static String decode(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return unescape(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// Whether the text between the quotes of a checked string is this ASCII text, however escaped.
    public static boolean equalsAscii(byte[] bytes, int from, int to, String text) {
        return isExactly(bytes, from, to, text)
                || (to - from > text.length()
                        && hasEscape(bytes, from, to)
                        && decode(bytes, from, to).equals(text));
    }

    /// Whether these bytes, whatever they are, are this ASCII text.
    public static boolean isExactly(byte[] bytes, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The first offset from here on at which a character begins, in checked bytes.
    public static int boundary(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && (bytes[i] & 0xc0) == 0x80) {
            i++;
        }
        return i;
    }

    public static boolean hasEscape(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static String unescape(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = raw.charAt(i++);
            switch (kind) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(raw.substring(i, i + 4), 16));
                    i += 4;
                }
                default -> out.append(kind);
            }
        }
        return out.toString();
    }

    private static int escape(byte[] bytes, int at, int end) throws JsonException {
        if (at + 1 < end) {
            byte kind = bytes[at + 1];
            if (kind == 'u') {
                return unicodeEscape(bytes, at + 2, end);
            }
            if ("\"\\/bfnrt".indexOf(kind) >= 0) {
                return at + 2;
            }
        }
        throw new JsonException("bad escape at byte " + at);
    }

    private static int unicodeEscape(byte[] bytes, int from, int end) throws JsonException {
        int to = from + 4;
        if (to > end) {
            throw new JsonException("cut off in an escape");
        }
        for (int i = from; i < to; i++) {
            if (Character.digit(bytes[i], 16) < 0) {
                throw new JsonException("bad escape at byte " + (from - 2));
            }
        }
        return to;
    }

    private static int multiByte(byte[] bytes, int at, int end) throws JsonException {
        int lead = bytes[at] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || at + length > end || !secondFits(lead, bytes[at + 1])) {
            throw badUtf8(at);
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                throw badUtf8(at);
            }
        }
        return at + length;
    }

    /// Shuts out overlong forms, surrogates and code points above U+10FFFF.
    private static boolean secondFits(int lead, byte second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        int value = second & 0xff;
        return value >= low && value <= high;
    }

    private static JsonException badUtf8(int at) {
        return new JsonException("not UTF-8 at byte " + at);
    }

    private static int digits(byte[] bytes, int from, int end) throws JsonException {
        int i = from;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        if (i == from) {
            throw new JsonException("no value at byte " + from);
        }
        return i;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
