package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AnswerBudget;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Collects an answer up to its own bound and out of the budget of all answers.
final class ByteSink {

    /// What became of bytes.
    enum Taken {
        /// They are kept.
        ALL,
        /// None is: the answer is too large.
        TOO_LARGE,
        /// None is: all answers together have become too large.
        NO_ROOM
    }

    private static final int FIRST_BYTES = 1024;

    private final AnswerBudget.Share share;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    ByteSink(AnswerBudget.Share share) {
        this.share = share;
    }

    /// Copies what is readable, and leaves it readable.
    Taken append(ByteBuf in) {
        int more = in.readableBytes();
        if (more > share.max() - length) {
            return Taken.TOO_LARGE;
        }
        if (length + more > bytes.length) {
            long wanted = Math.max(length + more, bytes.length * 2L);
            int size = (int) Math.min(wanted, share.max());
            if (!share.take(size - bytes.length)) {
                return Taken.NO_ROOM;
            }
            bytes = Arrays.copyOf(bytes, size);
        }
        in.getBytes(in.readerIndex(), bytes, length, more);
        length += more;
        return Taken.ALL;
    }

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}
