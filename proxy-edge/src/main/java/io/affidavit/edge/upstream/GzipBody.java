package io.affidavit.edge.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Takes a gzip coding off (RFC 1952), piece by piece. We ask for no coding, but some providers
/// compress all the same. What grows beyond all proportion is refused: an answer repeats itself
/// less.
final class GzipBody {

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int TRAILER_BYTES = 8;
    private static final long FREE_BYTES = 1 << 20;
    private static final long MAX_RATIO = 100;

    private final GzipHeader header = new GzipHeader();
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] piece = new byte[PIECE_BYTES];
    private final byte[] trailer = new byte[TRAILER_BYTES];
    private int trailerLength;
    private boolean closed;
    private long taken;
    private long given;

    /// Decodes all bytes and gives out what they hold.
    ///
    /// @return false when they are no gzip, or one that grows too much
    boolean read(ByteBuf in, Consumer<ByteBuf> target) {
        taken += in.readableBytes();
        if (!header.read(in)) {
            return false;
        }
        if (!header.isComplete() || !in.isReadable()) {
            return true;
        }
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        try {
            return inflate(bytes, target);
        } catch (DataFormatException e) {
            return false;
        }
    }

    /// Whether the end came and its checksum fits.
    boolean isComplete() {
        if (!inflater.finished() || trailerLength < TRAILER_BYTES) {
            return false;
        }
        return littleEndian(0) == checksum.getValue()
                && littleEndian(4) == (inflater.getBytesWritten() & 0xffff_ffffL);
    }

    /// Frees the native memory.
    void close() {
        closed = true;
        inflater.end();
    }

    private boolean inflate(byte[] bytes, Consumer<ByteBuf> target) throws DataFormatException {
        inflater.setInput(bytes);
        while (!closed && !inflater.finished()) {
            int length = inflater.inflate(piece);
            if (length == 0) {
                return !inflater.needsDictionary();
            }
            checksum.update(piece, 0, length);
            given += length;
            if (given > FREE_BYTES && given > MAX_RATIO * taken) {
                return false;
            }
            target.accept(Unpooled.wrappedBuffer(piece, 0, length));
        }
        if (closed) {
            return true; // the listener left in the midst
        }
        int rest = inflater.getRemaining();
        inflater.setInput(new byte[0]);
        if (trailerLength + rest > TRAILER_BYTES) {
            return false; // a second member, or anything else that hides behind the first
        }
        System.arraycopy(bytes, bytes.length - rest, trailer, trailerLength, rest);
        trailerLength += rest;
        return true;
    }

    private long littleEndian(int from) {
        long value = 0;
        for (int i = 3; i >= 0; i--) {
            value = (value << 8) | (trailer[from + i] & 0xff);
        }
        return value;
    }
}
