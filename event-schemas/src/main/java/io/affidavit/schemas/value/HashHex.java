package io.affidavit.schemas.value;

import java.util.HexFormat;

/// The one spelling of a 32-byte hash in records and answers: 64 lower-case hex digits.
final class HashHex {

    private static final HexFormat HEX = HexFormat.of();
    private static final int BYTES = 32;
    private static final int DIGITS = 2 * BYTES;

    private HashHex() {}

    static String check(String what, String text) {
        boolean good = text.length() == DIGITS;
        for (int i = 0; good && i < DIGITS; i++) {
            char c = text.charAt(i);
            good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!good) {
            throw new IllegalArgumentException(
                    what + ": " + text + " (expected: " + DIGITS + " lower-case hex digits)");
        }
        return text;
    }

    static String format(String what, byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException(
                    what + ": " + hash.length + " bytes (expected: " + BYTES + ")");
        }
        return HEX.formatHex(hash);
    }

    static byte[] parse(String text) {
        return HEX.parseHex(text);
    }
}
