package io.affidavit.replay.cms;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// Reads DER (X.690 §10) from its first byte to its last and takes nothing but DER: definite
/// lengths in their shortest form, low tags, no byte left over. Its failures are
/// [IllegalArgumentException]s.
final class Der {

    /// Longer numbers stand in no identifier, and each byte of one is as dear as all before it.
    private static final int MAX_ARC_BITS = 128;

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTETS = 0x04;
    static final int OID = 0x06;
    static final int UTC_TIME = 0x17;
    static final int TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final int CENTURY_SPLIT = 50;

    private final byte[] bytes;
    private final int end;
    private int at;

    Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    static int context(int number, boolean constructed) {
        return 0x80 | (constructed ? 0x20 : 0) | number;
    }

    boolean more() {
        return at < end;
    }

    boolean next(int tag) {
        return at < end && (bytes[at] & 0xff) == tag;
    }

    /// The element that comes next with its tag and length.
    byte[] raw() {
        int from = at;
        element();
        return Arrays.copyOfRange(bytes, from, at);
    }

    /// The inside of the next element.
    Der enter(int tag) {
        if (!next(tag)) {
            throw bad("tag %02x".formatted(tag));
        }
        int content = element();
        return new Der(bytes, content, at);
    }

    byte[] value(int tag) {
        Der inner = enter(tag);
        return Arrays.copyOfRange(bytes, inner.at, inner.end);
    }

    BigInteger integer() {
        byte[] value = value(INTEGER);
        boolean padded =
                value.length > 1
                        && ((value[0] == 0 && value[1] >= 0) || (value[0] == -1 && value[1] < 0));
        if (value.length == 0 || padded) {
            throw bad("an integer in its shortest form");
        }
        return new BigInteger(value);
    }

    /// A bit string of whole octets.
    byte[] bits() {
        byte[] value = value(BIT_STRING);
        if (value.length == 0 || value[0] != 0) {
            throw bad("a bit string of whole octets");
        }
        return Arrays.copyOfRange(value, 1, value.length);
    }

    String oid() {
        byte[] value = value(OID);
        StringBuilder text = new StringBuilder();
        BigInteger arc = BigInteger.ZERO;
        boolean open = value.length == 0;
        for (byte each : value) {
            if ((!open && each == (byte) 0x80) || arc.bitLength() > MAX_ARC_BITS) {
                throw bad("an object identifier");
            }
            arc = arc.shiftLeft(7).or(BigInteger.valueOf(each & 0x7f));
            open = each < 0;
            if (!open) {
                if (text.isEmpty()) {
                    int first = Math.min(arc.intValue() / 40, 2);
                    text.append(first).append('.').append(arc.intValue() - 40 * first);
                } else {
                    text.append('.').append(arc);
                }
                arc = BigInteger.ZERO;
            }
        }
        if (open) {
            throw bad("an object identifier");
        }
        return text.toString();
    }

    /// A UTCTime or GeneralizedTime in UTC (X.690 §11.7, §11.8).
    Instant time() {
        boolean shortYear = next(UTC_TIME);
        String text = new String(value(shortYear ? UTC_TIME : TIME), StandardCharsets.US_ASCII);
        if (!text.endsWith("Z")) {
            throw bad("a time in UTC");
        }
        String digits = text.substring(0, text.length() - 1);
        if (shortYear && digits.length() == 12) {
            int year = Integer.parseInt(digits.substring(0, 2));
            digits = (year < CENTURY_SPLIT ? "20" : "19") + digits;
        }
        int dot = digits.indexOf('.');
        String whole = dot < 0 ? digits : digits.substring(0, dot);
        try {
            Instant second = LocalDateTime.parse(whole, SECONDS).toInstant(ZoneOffset.UTC);
            return dot < 0 ? second : second.plusNanos(nanos(digits.substring(dot + 1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("DER: no time: " + text, e);
        }
    }

    void end() {
        if (more()) {
            throw bad("nothing more");
        }
    }

    private long nanos(String fraction) {
        if (fraction.isEmpty() || fraction.length() > 9 || fraction.endsWith("0")) {
            throw bad("a fraction of a second");
        }
        return Long.parseLong((fraction + "000000000").substring(0, 9));
    }

    /// Moves behind the next element.
    ///
    /// @return where its content begins
    private int element() {
        if (end - at < 2 || (bytes[at] & 0x1f) == 0x1f) {
            throw bad("an element");
        }
        int length = bytes[at + 1] & 0xff;
        int content = at + 2;
        if (length > 0x7f) {
            int octets = length & 0x7f;
            if (octets == 0 || octets > 3 || end - content < octets) {
                throw bad("a definite length");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (bytes[content++] & 0xff);
            }
            if (length <= 0x7f || length >>> (8 * (octets - 1)) == 0) {
                throw bad("a length in its shortest form");
            }
        }
        if (length > end - content) {
            throw bad("an element that ends");
        }
        at = content + length;
        return content;
    }

    private IllegalArgumentException bad(String expected) {
        return new IllegalArgumentException(
                "DER at offset " + at + " (expected: " + expected + ")");
    }
}
