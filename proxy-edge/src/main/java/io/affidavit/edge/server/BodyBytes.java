package io.affidavit.edge.server;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The bytes of one body as they come. Memory grows with what has come, never with what was
/// announced, and counts against the budget of all bodies.
final class BodyBytes {

    private static final int FIRST_BYTES = 16 * 1024;
    private static final byte[] NOTHING = {};

    private final BodyBudget budget;
    private byte[] bytes = NOTHING;
    private int length;
    private long taken;

    BodyBytes(BodyBudget budget) {
        this.budget = budget;
    }

    /// Takes bytes out of a buffer.
    ///
    /// @param whole length of the whole body, or the most it may have
    /// @throws FramingException with 503 when all bodies together are too large
    void take(ByteBuf in, int count, long whole) {
        makeRoom(count, whole);
        in.readBytes(bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    byte[] toArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /// Gives the budget back what was taken out of it: when the call has ended, or nobody waits for
    /// the body any more.
    void giveBack() {
        budget.giveBack(taken);
        taken = 0;
        bytes = NOTHING;
        length = 0;
    }

    private void makeRoom(int more, long whole) {
        int needed = length + more;
        if (needed <= bytes.length) {
            return;
        }
        int size =
                (int) Math.min(whole, Math.max(needed, Math.max(FIRST_BYTES, bytes.length * 2L)));
        if (!budget.take(size - (long) bytes.length)) {
            throw new FramingException(503, "memory for bodies");
        }
        taken += size - bytes.length;
        bytes = Arrays.copyOf(bytes, size);
    }
}
