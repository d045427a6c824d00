package io.affidavit.schemas.evidence;

import io.affidavit.schemas.evidence.FormException.Rule;
import java.nio.charset.StandardCharsets;

/// Checks and decodes the characters between two quotes: shortest UTF-8 (RFC 3629 §4), no
/// surrogates, and exactly the escapes that RFC 8785 §3.2.2.2 demands.
final class CanonicalText {

    private final byte[] bytes;
    private boolean plain;

    CanonicalText(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Index of the closing quote of the string whose first character is at `from`.
    int end(int from) {
        plain = true;
        int at = from;
        while (at < bytes.length) {
            int b = bytes[at];
            if (b == '"') {
                return at;
            }
            if (b >= 0x20 && b != '\\') {
                at++;
            } else if (b >= 0 && b < 0x20) {
                throw new FormException(at, Rule.CONTROL);
            } else {
                plain = false;
                at = b == '\\' ? afterEscape(at) : afterSequence(at);
            }
        }
        throw new FormException(bytes.length, Rule.TRUNCATED);
    }

    /// Whether the string last passed was ASCII without an escape.
    boolean wasPlain() {
        return plain;
    }

    /// The characters from `from` to `to`, already checked.
    String decode(int from, int to) {
        byte[] utf8 = new byte[to - from]; // an escape is longer than what it stands for
        int size = 0;
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (b == '\\') {
                at++;
                b = unescape(at);
                at += bytes[at] == 'u' ? 4 : 0;
            }
            utf8[size++] = b;
        }
        return new String(utf8, 0, size, StandardCharsets.UTF_8);
    }

    private byte unescape(int letter) {
        return switch (bytes[letter]) {
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' ->
                    (byte)
                            Integer.parseInt(
                                    new String(bytes, letter + 3, 2, StandardCharsets.US_ASCII),
                                    16);
            default -> bytes[letter];
        };
    }

    private int afterEscape(int at) {
        return switch (byteAt(at + 1)) {
            case '"', '\\', 'b', 't', 'n', 'f', 'r' -> at + 2;
            case 'u' -> afterUnicodeEscape(at);
            case -1 -> throw new FormException(bytes.length, Rule.TRUNCATED);
            default -> throw new FormException(at, Rule.ESCAPE);
        };
    }

    /// Only controls without a two-character escape are spelled `\\u00xx`, in lower case.
    private int afterUnicodeEscape(int at) {
        int unit = 0;
        boolean lower = true;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(byteAt(i), 16);
            if (digit < 0) {
                throw new FormException(at, Rule.ESCAPE);
            }
            lower &= byteAt(i) < 'A' || byteAt(i) > 'F';
            unit = unit << 4 | digit;
        }
        if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
            throw new FormException(at, Rule.SURROGATE);
        }
        if (!lower || unit >= 0x20 || hasShortEscape(unit)) {
            throw new FormException(at, Rule.ESCAPE);
        }
        return at + 6;
    }

    private static boolean hasShortEscape(int control) {
        return control == '\b'
                || control == '\t'
                || control == '\n'
                || control == '\f'
                || control == '\r';
    }

    private int afterSequence(int at) {
        int lead = bytes[at] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return continued(at, 1, 0x80, 0xbf);
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            if (lead == 0xed && byteAt(at + 1) >= 0xa0 && byteAt(at + 1) <= 0xbf) {
                throw new FormException(at, Rule.SURROGATE);
            }
            return continued(at, 2, lead == 0xe0 ? 0xa0 : 0x80, 0xbf);
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            return continued(at, 3, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
        }
        throw new FormException(at, Rule.UTF8);
    }

    /// Passes `count` continuation bytes, the first of which lies within `low` and `high`.
    private int continued(int at, int count, int low, int high) {
        for (int i = 1; i <= count; i++) {
            int next = byteAt(at + i);
            if (next < (i == 1 ? low : 0x80) || next > (i == 1 ? high : 0xbf)) {
                throw new FormException(at, Rule.UTF8);
            }
        }
        return at + count + 1;
    }

    private int byteAt(int at) {
        return at < bytes.length ? bytes[at] & 0xff : -1;
    }
}
