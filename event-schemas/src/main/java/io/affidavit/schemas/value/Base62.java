package io.affidavit.schemas.value;

import java.math.BigInteger;

/// Digits `0-9A-Za-z`, used for ids and secrets because they survive copy and paste.
public final class Base62 {

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(62);

    private Base62() {}

    /// Whether the character is one of the 62 digits.
    public static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /// The bytes as an unsigned big-endian number, left-padded with zeros; higher digits beyond
    /// `length` are cut off, so that any digest gives an id of a fixed length.
    public static String encode(byte[] bytes, int length) {
        char[] out = new char[length];
        BigInteger rest = new BigInteger(1, bytes);
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(RADIX);
            out[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(out);
    }

    static void check(String name, String prefix, int digits, String text) {
        boolean valid = text.length() == prefix.length() + digits && text.startsWith(prefix);
        for (int i = prefix.length(); valid && i < text.length(); i++) {
            valid = isDigit(text.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    name
                            + ": malformed (expected: "
                            + prefix
                            + " and "
                            + digits
                            + " base62 digits)");
        }
    }
}
