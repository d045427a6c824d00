package io.affidavit.replay.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.schemas.evidence.CanonicalForm;
import io.affidavit.schemas.evidence.FormException;
import java.util.Arrays;

/// A record being read from its first byte to its last, faster than any JSON parser: what stands
/// between two values is known byte for byte.
///
/// Such a reading accepts canonical bytes only, as long as strings are printable ASCII without
/// escapes, which nearly all are. When one is not, the whole record is checked the long way, once.
final class RecordBytes {

    private static final int HEX_LENGTH = 64;
    private static final int LONGEST_DECIMAL = 19;
    private static final boolean[] HEX = new boolean[256];

    static {
        for (byte c : "0123456789abcdef".getBytes(US_ASCII)) {
            HEX[c] = true;
        }
    }

    private final byte[] record;
    private int at;
    private boolean checked;

    RecordBytes(byte[] record) {
        this.record = record;
    }

    int offset() {
        return at;
    }

    /// Passes over exactly these bytes.
    void expect(byte[] token) throws ScanException {
        int to = at + token.length;
        if (to > record.length || !Arrays.equals(record, at, to, token, 0, token.length)) {
            throw unlike(at, "the members of a record in their order");
        }
        at = to;
    }

    boolean next(char c) {
        return at < record.length && record[at] == c;
    }

    void end() throws ScanException {
        if (at != record.length) {
            throw unlike(at, "the end of the record");
        }
    }

    /// The characters up to the next quote, as they are spelled. The quote itself stays.
    ///
    /// @throws FormException when they are no canonical string
    Slice string() throws ScanException {
        byte[] bytes = record;
        int from = at;
        int to = from;
        while (to < bytes.length && bytes[to] != '"') {
            byte b = bytes[to];
            if (b < ' ' || b == '\\') { // also every byte above ASCII
                checkTheLongWay();
                to += b == '\\' ? 1 : 0;
            }
            to++;
        }
        if (to >= bytes.length) {
            throw unlike(from, "a string that ends");
        }
        at = to;
        return new Slice(bytes, from, to);
    }

    /// Passes over an object, which may hold anything canonical.
    ///
    /// @throws FormException when it does not
    void object() {
        at = CanonicalForm.endOfData(record, at);
    }

    /// A hash in 64 digits of lower-case hex.
    Slice hash() throws ScanException {
        byte[] bytes = record;
        int from = at;
        int to = from + HEX_LENGTH;
        boolean good = to <= bytes.length;
        for (int i = from; good && i < to; i++) {
            good = HEX[bytes[i] & 0xff];
        }
        if (!good) {
            throw unlike(from, HEX_LENGTH + " digits of lower-case hex");
        }
        at = to;
        return new Slice(bytes, from, to);
    }

    /// A decimal without sign and leading zero, below 2^63.
    long decimal() throws ScanException {
        byte[] bytes = record;
        int from = at;
        int to = from;
        long value = 0;
        while (to < bytes.length && bytes[to] >= '0' && bytes[to] <= '9') {
            value = 10 * value + (bytes[to] - '0');
            to++;
        }
        int length = to - from;
        boolean good = length > 0 && length <= LONGEST_DECIMAL && value >= 0; // 19 digits wrap once
        if (!good || (bytes[from] == '0' && length > 1)) {
            throw unlike(from, "a decimal without leading zero below 2^63");
        }
        at = to;
        return value;
    }

    private void checkTheLongWay() {
        if (!checked) {
            CanonicalForm.check(record);
            checked = true;
        }
    }

    static ScanException unlike(int offset, String expected) {
        return new ScanException("bytes at offset " + offset, expected);
    }
}
