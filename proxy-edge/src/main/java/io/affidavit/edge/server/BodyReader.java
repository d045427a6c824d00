package io.affidavit.edge.server;

import io.netty.buffer.ByteBuf;

/// Collects one request body (RFC 9112 §6–7).
final class BodyReader {

    private static final int MAX_SIZE_LINE_BYTES = 256;
    private static final int MAX_SIZE_DIGITS = 12;
    private static final int MAX_TRAILER_BYTES = 8 * 1024;

    private enum Step {
        FIXED,
        SIZE,
        DATA,
        DATA_END,
        TRAILER,
        DONE
    }

    private final long max;
    private Step step;
    private long left;
    private final BodyBytes bytes;
    private int trailerBytes;

    BodyReader(RequestHead head, long maxBytes, BodyBudget budget) {
        this.max = maxBytes;
        this.left = head.contentLength();
        this.step = head.chunked() ? Step.SIZE : left == 0 ? Step.DONE : Step.FIXED;
        this.bytes = new BodyBytes(budget);
    }

    /// Takes what it can from the buffer.
    ///
    /// @return whether the body is complete
    boolean read(ByteBuf in) {
        while (step != Step.DONE) {
            boolean more =
                    switch (step) {
                        case FIXED, DATA -> readData(in);
                        case SIZE -> readSize(in);
                        case DATA_END -> readDataEnd(in);
                        case TRAILER -> readTrailer(in);
                        case DONE -> false;
                    };
            if (!more) {
                return step == Step.DONE;
            }
        }
        return true;
    }

    /// The whole body.
    byte[] body() {
        return bytes.toArray();
    }

    /// Gives the budget back what was taken out of it.
    void giveBack() {
        bytes.giveBack();
    }

    private boolean readData(ByteBuf in) {
        int now = (int) Math.min(left, in.readableBytes());
        if (now == 0) {
            return false;
        }
        bytes.take(in, now, step == Step.FIXED ? bytes.length() + left : max);
        left -= now;
        if (left == 0) {
            step = step == Step.FIXED ? Step.DONE : Step.DATA_END;
        }
        return true;
    }

    private boolean readSize(ByteBuf in) {
        int end = lineEnd(in, MAX_SIZE_LINE_BYTES, 400);
        if (end < 0) {
            return false;
        }
        long size = 0;
        int digits = 0;
        int at = in.readerIndex();
        while (at < end && Character.digit(in.getByte(at), 16) >= 0) {
            size = size * 16 + Character.digit(in.getByte(at), 16);
            require(++digits <= MAX_SIZE_DIGITS, 400, "chunk size");
            at++;
        }
        require(digits > 0 && (at == end || isExtension(in, at, end)), 400, "chunk size");
        in.readerIndex(end + 2);
        left = size;
        step = size == 0 ? Step.TRAILER : Step.DATA;
        require(bytes.length() + size <= max, 413, "body");
        return true;
    }

    private static boolean isExtension(ByteBuf in, int from, int end) {
        for (int i = from; i < end; i++) {
            if (!HttpCharacters.isFieldValue(in.getByte(i))) {
                return false;
            }
        }
        return in.getByte(from) == ';';
    }

    private boolean readDataEnd(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return false;
        }
        require(in.readByte() == '\r' && in.readByte() == '\n', 400, "chunk end");
        step = Step.SIZE;
        return true;
    }

    private boolean readTrailer(ByteBuf in) {
        int end = lineEnd(in, MAX_TRAILER_BYTES - trailerBytes, 431);
        if (end < 0) {
            return false;
        }
        int from = in.readerIndex();
        trailerBytes += end - from + 2;
        if (end == from) {
            step = Step.DONE;
        } else {
            int colon = in.indexOf(from, end, (byte) ':');
            require(colon > from, 400, "trailer");
            for (int i = from; i < end; i++) {
                byte b = in.getByte(i);
                require(
                        i < colon ? HttpCharacters.isToken(b) : HttpCharacters.isFieldValue(b),
                        400,
                        "trailer");
            }
        }
        in.readerIndex(end + 2);
        return true;
    }

    /// Index of the CR of the line's CRLF; -1 while the line is incomplete.
    private static int lineEnd(ByteBuf in, int maxBytes, int tooLong) {
        int feed = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        int seen = (feed < 0 ? in.writerIndex() : feed) - in.readerIndex();
        require(seen <= maxBytes, tooLong, "line");
        if (feed < 0) {
            return -1;
        }
        require(seen > 0 && in.getByte(feed - 1) == '\r', 400, "line end");
        return feed - 1;
    }

    private static void require(boolean rule, int status, String name) {
        if (!rule) {
            throw new FramingException(status, name);
        }
    }
}
