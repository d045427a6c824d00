package io.affidavit.replay.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A run of bytes inside a record: millions of records are looked at without making strings of
/// them.
final class Slice {

    private final byte[] bytes;
    private final int from;
    private final int to;

    Slice(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static Slice of(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return new Slice(bytes, 0, bytes.length);
    }

    int length() {
        return to - from;
    }

    byte at(int index) {
        return bytes[from + index];
    }

    /// An equal slice that does not keep the record alive.
    Slice detached() {
        byte[] copy = Arrays.copyOfRange(bytes, from, to);
        return new Slice(copy, 0, copy.length);
    }

    Slice first(int length) {
        return new Slice(bytes, from, from + length);
    }

    boolean holds(byte[] text) {
        return Arrays.equals(bytes, from, to, text, 0, text.length);
    }

    /// Whether this is the lower-case hex of `hash`.
    boolean isHexOf(byte[] hash) {
        if (length() != 2 * hash.length) {
            return false;
        }
        for (int i = 0; i < hash.length; i++) {
            if (at(2 * i) != Character.forDigit((hash[i] >> 4) & 0xf, 16)
                    || at(2 * i + 1) != Character.forDigit(hash[i] & 0xf, 16)) {
                return false;
            }
        }
        return true;
    }

    /// Bytewise order, which is the order of times in their one spelling.
    boolean isBefore(Slice other) {
        return Arrays.compareUnsigned(bytes, from, to, other.bytes, other.from, other.to) < 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Slice that
                && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, from, length(), StandardCharsets.UTF_8);
    }
}
