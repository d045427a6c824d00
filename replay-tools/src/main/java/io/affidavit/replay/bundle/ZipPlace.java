package io.affidavit.replay.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/// What the directory of a zip file says of an entry.
///
/// @param name its name, one byte a character
/// @param flags general purpose bits (PKWARE APPNOTE 4.4.4)
/// @param method 0 for stored, 8 for deflated
/// @param crc CRC-32 of its bytes
/// @param packed bytes that it takes in the file
/// @param size bytes that it has
/// @param offset where its own header begins
/// @param extra bytes between that header and its content
record ZipPlace(
        String name,
        int flags,
        int method,
        int crc,
        long packed,
        long size,
        long offset,
        int extra) {

    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int DESCRIPTOR_BYTES = 12;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /// How hard it was deflated, sizes behind it, a name in UTF-8.
    private static final int KNOWN_FLAGS = 0x080e;

    private static final int SIZES_BEHIND = 8;

    /// Info-ZIP's extended time stamp and its owner, which say nothing of names and contents.
    private static final int TIME = 0x5455;

    private static final int OWNER = 0x7875;

    /// Whether it can be read without a password or another method.
    boolean isPlain() {
        return (method == STORED || method == DEFLATED) && (flags & ~KNOWN_FLAGS) == 0;
    }

    boolean isDeflated() {
        return method == DEFLATED;
    }

    /// Where its content begins.
    long start() {
        return offset + LOCAL_BYTES + name.length() + extra;
    }

    /// Whether extra fields are there for times and owners alone (PKWARE APPNOTE 4.5).
    static boolean isHarmless(ByteBuffer bytes, int from, int length) {
        int at = from;
        while (from + length - at >= Integer.BYTES) {
            int id = bytes.getShort(at) & 0xffff;
            if (id != TIME && id != OWNER) {
                return false;
            }
            at += Integer.BYTES + (bytes.getShort(at + 2) & 0xffff);
        }
        return at == from + length;
    }

    /// Checks that it fills its place and says the same of itself as the directory does, so that a
    /// reader that knows no directory sees the same.
    ///
    /// @param from where the entry before it ends
    /// @param to where the next one begins
    /// @return the same with where its content begins
    /// @throws MalformedBundle if not
    ZipPlace alone(FileChannel channel, long from, long to) throws IOException {
        if (offset != from || start() + packed > to) {
            throw overlaps();
        }
        ByteBuffer local = Zip.at(channel, offset, LOCAL_BYTES + name.length());
        byte[] bytes = new byte[name.length()];
        local.get(LOCAL_BYTES, bytes);
        if (local.getInt(0) != LOCAL
                || (local.getShort(26) & 0xffff) != name.length()
                || !new String(bytes, StandardCharsets.ISO_8859_1).equals(name)) {
            throw new MalformedBundle(name, "another name at its entry", "the directory's");
        }
        ZipPlace place = behind(local.getShort(28) & 0xffff);
        if (place.start() + packed > to) {
            throw overlaps();
        }
        place.requireSame(channel, local, to);
        return place;
    }

    private ZipPlace behind(int more) {
        return new ZipPlace(name, flags, method, crc, packed, size, offset, more);
    }

    private MalformedBundle overlaps() {
        return new MalformedBundle(
                name, "overlaps what follows, or leaves a gap", "bytes of its own");
    }

    private void requireSame(FileChannel channel, ByteBuffer local, long to) throws IOException {
        int behind = (int) Math.min(to - start() - packed, Integer.MAX_VALUE);
        boolean same =
                local.getShort(6) == (short) flags
                        && local.getShort(8) == (short) method
                        && isHarmless(Zip.at(channel, start() - extra, extra), 0, extra)
                        && ((flags & SIZES_BEHIND) == 0
                                ? behind == 0 && says(local, 14)
                                : saysBehind(channel, start() + packed, behind));
        if (!same) {
            throw new MalformedBundle(
                    name, "something else at its entry", "the bytes that the directory names");
        }
    }

    /// The descriptor may begin with a mark of its own (PKWARE APPNOTE 4.3.9.3).
    private boolean saysBehind(FileChannel channel, long at, int length) throws IOException {
        boolean marked = length == DESCRIPTOR_BYTES + Integer.BYTES;
        if (!marked && length != DESCRIPTOR_BYTES) {
            return false;
        }
        ByteBuffer descriptor = Zip.at(channel, at, length);
        return marked
                ? descriptor.getInt(0) == DESCRIPTOR && says(descriptor, Integer.BYTES)
                : says(descriptor, 0);
    }

    private boolean says(ByteBuffer bytes, int at) {
        return bytes.getInt(at) == crc
                && (bytes.getInt(at + 4) & 0xffffffffL) == packed
                && (bytes.getInt(at + 8) & 0xffffffffL) == size;
    }
}
