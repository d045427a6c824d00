package io.affidavit.edge.upstream;

import io.netty.buffer.ByteBuf;

/// The head of a gzip member (RFC 1952 §2.3), read byte by byte because it may come in pieces.
final class GzipHeader {

    private static final int FIXED_BYTES = 10;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;
    private static final int MAX_BYTES = 4 * 1024;

    private int seen;
    private int flags;
    private int sectionBytes;
    private int extraLength;

    /// Takes the bytes that belong to the head; false when they cannot.
    boolean read(ByteBuf in) {
        while (!isComplete()) {
            if (!in.isReadable()) {
                return true;
            }
            if (!take(in.readUnsignedByte()) || ++seen > MAX_BYTES) {
                return false;
            }
        }
        return true;
    }

    boolean isComplete() {
        return seen >= FIXED_BYTES && flags == 0;
    }

    private boolean take(int b) {
        return switch (seen) {
            case 0 -> b == 0x1f;
            case 1 -> b == 0x8b;
            case 2 -> b == 8;
            case 3 -> {
                flags = b & (FLAG_CRC | FLAG_EXTRA | FLAG_NAME | FLAG_COMMENT);
                yield (b & RESERVED_FLAGS) == 0;
            }
            case 4, 5, 6, 7, 8, 9 -> true;
            default -> {
                section(b);
                yield true;
            }
        };
    }

    private void section(int b) {
        if ((flags & FLAG_EXTRA) != 0) {
            if (sectionBytes < 2) {
                extraLength |= b << (8 * sectionBytes);
            }
            sectionBytes++;
            done(FLAG_EXTRA, sectionBytes >= 2 && sectionBytes == 2 + extraLength);
        } else if ((flags & FLAG_NAME) != 0) {
            done(FLAG_NAME, b == 0);
        } else if ((flags & FLAG_COMMENT) != 0) {
            done(FLAG_COMMENT, b == 0);
        } else {
            done(FLAG_CRC, ++sectionBytes == 2);
        }
    }

    private void done(int flag, boolean complete) {
        if (complete) {
            flags &= ~flag;
            sectionBytes = 0;
        }
    }
}
