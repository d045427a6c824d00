package io.affidavit.replay.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// The bytes of one entry: exactly as many as the directory says, or it is malformed.
final class ZipStream extends InputStream {

    private static final int BUFFER = 16 * 1024;

    private final FileChannel channel;
    private final String name;
    private final @Nullable Inflater inflater;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] one = new byte[1];
    private final CRC32 crc = new CRC32();
    private final int expected;
    private long at;
    private long packed;
    private long left;

    ZipStream(FileChannel channel, ZipPlace place) {
        this.channel = channel;
        this.at = place.start();
        this.packed = place.packed();
        this.left = place.size();
        this.expected = place.crc();
        this.inflater = place.isDeflated() ? new Inflater(true) : null;
        this.name = place.name();
        if (inflater == null && packed != left) {
            throw bad("two sizes");
        }
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            requireEnd();
            return -1;
        }
        int most = (int) Math.min(length, left);
        int got = inflater == null ? stored(to, from, most) : inflated(inflater, to, from, most);
        left -= got;
        crc.update(to, from, got);
        return got;
    }

    private int stored(byte[] to, int from, int most) throws IOException {
        int got = channel.read(ByteBuffer.wrap(to, from, most), at);
        if (got <= 0) {
            throw bad("ends early");
        }
        at += got;
        return got;
    }

    private int inflated(Inflater from, byte[] to, int offset, int most) throws IOException {
        try {
            int got = from.inflate(to, offset, most);
            while (got == 0) {
                if (from.finished() || from.needsDictionary() || !from.needsInput()) {
                    throw bad("ends early");
                }
                fill(from);
                got = from.inflate(to, offset, most);
            }
            return got;
        } catch (DataFormatException e) {
            throw bad("no deflated bytes");
        }
    }

    private void fill(Inflater to) throws IOException {
        int most = (int) Math.min(BUFFER, packed);
        int got = most == 0 ? -1 : channel.read(ByteBuffer.wrap(buffer, 0, most), at);
        if (got <= 0) {
            throw bad("ends early");
        }
        at += got;
        packed -= got;
        to.setInput(buffer, 0, got);
    }

    private void requireEnd() throws IOException {
        if (inflater != null && !inflater.finished()) {
            try {
                while (!inflater.finished()) {
                    if (inflater.inflate(one, 0, 1) > 0) {
                        throw bad("more bytes than its directory says");
                    }
                    if (!inflater.finished()) {
                        fill(inflater);
                    }
                }
            } catch (DataFormatException e) {
                throw bad("no deflated bytes");
            }
        }
        if (inflater != null && (packed > 0 || inflater.getRemaining() > 0)) {
            throw bad("bytes behind its end");
        }
        if ((int) crc.getValue() != expected) {
            throw bad("another CRC-32");
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }

    private MalformedBundle bad(String found) {
        return new MalformedBundle(name, found, "the bytes that the directory names");
    }
}
