package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Base64 (RFC 4648 §4) within a JSON string, checked to its last character and as a rule neither
/// decoded nor copied: it can be many MiB. Line breaks are taken out.
final class Base64Text {

    private static final int GROUP = 4;
    private static final int HEAD_DIGITS = 16;

    private final byte[] bytes;
    private final int from;
    private final int to;

    private Base64Text(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /// The text of a data URL; `null` when it is no base64, or none at all.
    static @Nullable Base64Text of(DataUrl data) {
        return isPlain(data) ? checked(data.bytes(), data.from(), data.to()) : cleaned(data);
    }

    byte[] bytes() {
        return bytes;
    }

    /// Offset of the first byte of the text, which may write `/` as `\/`.
    int from() {
        return from;
    }

    /// Offset behind its last byte.
    int to() {
        return to;
    }

    /// The first of the bytes that the text stands for, at most 12.
    byte[] head() {
        byte[] digits = new byte[HEAD_DIGITS];
        int length = 0;
        for (int i = from; i < to && length < HEAD_DIGITS; i++) {
            if (bytes[i] != '\\') {
                digits[length++] = bytes[i];
            }
        }
        return Base64.getDecoder().decode(Arrays.copyOf(digits, length));
    }

    /// Whether nothing in it is escaped but slashes, and nothing breaks it into lines.
    private static boolean isPlain(DataUrl data) {
        byte[] bytes = data.bytes();
        for (int i = data.from(); i < data.to(); i++) {
            boolean escape = bytes[i] == '\\' && bytes[++i] != '/';
            if (escape || bytes[i] == ' ') {
                return false;
            }
        }
        return true;
    }

    /// Some clients escape `+` and `=`, others break lines.
    private static @Nullable Base64Text cleaned(DataUrl data) {
        byte[] text =
                JsonText.decode(data.bytes(), data.from(), data.to())
                        .getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                text[length++] = b;
            }
        }
        return checked(text, 0, length);
    }

    private static @Nullable Base64Text checked(byte[] bytes, int from, int to) {
        int digits = 0;
        int padding = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '=') {
                padding++;
            } else if (isDigit(b) && padding == 0) {
                digits++;
            } else if (b != '\\' || i + 1 == to || bytes[i + 1] != '/') {
                return null;
            }
        }
        boolean whole = digits > 0 && padding <= 2 && (digits + padding) % GROUP == 0;
        return whole ? new Base64Text(bytes, from, to) : null;
    }

    private static boolean isDigit(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '+'
                || b == '/';
    }
}
