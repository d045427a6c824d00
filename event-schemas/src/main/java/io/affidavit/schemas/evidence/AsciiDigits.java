package io.affidavit.schemas.evidence;

import java.nio.charset.StandardCharsets;

/// Writes decimal and hexadecimal digits straight into a byte array: the appender does it several
/// times per record and must not make strings for it.
final class AsciiDigits {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private AsciiDigits() {}

    /// Number of decimal digits of a value that is not negative.
    static int width(long value) {
        int width = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            width++;
        }
        return width;
    }

    /// Writes exactly `width` digits and returns the index behind them.
    static int decimal(long value, int width, byte[] target, int at) {
        long rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + width;
    }

    /// Writes two lower-case digits per byte and returns the index behind them.
    static int hex(byte[] bytes, byte[] target, int at) {
        int to = at;
        for (byte b : bytes) {
            target[to++] = HEX[(b >> 4) & 0xf];
            target[to++] = HEX[b & 0xf];
        }
        return to;
    }
}
