package io.affidavit.edge.call.stage;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Collects bytes up to a bound.
final class ByteSink {

    private static final int FIRST_BYTES = 1024;

    private final int max;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    ByteSink(int maxBytes) {
        this.max = maxBytes;
    }

    /// Copies what is readable, and leaves it readable.
    ///
    /// @return false when it does not fit; then nothing was copied
    boolean append(ByteBuf in) {
        int more = in.readableBytes();
        if (more > max - length) {
            return false;
        }
        if (length + more > bytes.length) {
            long size = Math.max(length + more, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(size, max));
        }
        in.getBytes(in.readerIndex(), bytes, length, more);
        length += more;
        return true;
    }

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}
