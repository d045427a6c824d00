package io.affidavit.replay.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A zip file, read by its central directory (PKWARE APPNOTE 4.3.12) and refused where two readers
/// could see two things in it: names twice, entries that overlap, names that differ between
/// directory and entry. Zip64 is refused as well: no bundle within the limits needs it.
final class Zip extends Container {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int DIRECTORY = 0x02014b50;
    private static final int DIRECTORY_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_DIRECTORY = 32 << 20;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int RATIO = 100;
    private static final int SMALL = 64 * 1024;
    private static final int TYPE_MASK = 0xf000;
    private static final int PLAIN_FILE = 0x8000;

    private final FileChannel channel;
    private final Map<String, Entry> entries = new HashMap<>();
    private final NavigableMap<String, Long> files = new TreeMap<>();

    private record Entry(String name, int method, long packed, long size, long offset) {}

    Zip(Path path) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            readDirectory();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void readDirectory() throws IOException {
        ByteBuffer end = end();
        int count = end.getShort(10) & 0xffff;
        long length = end.getInt(12) & 0xffffffffL;
        long offset = end.getInt(16) & 0xffffffffL;
        if (count == 0xffff || length > MAX_DIRECTORY || offset + length > channel.size()) {
            throw bad("a directory of " + count + " entries", "one without zip64, within the file");
        }
        ByteBuffer directory = at(offset, (int) length);
        List<Entry> all = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            Entry entry = entry(directory);
            if (entries.put(entry.name(), entry) != null) {
                throw new MalformedBundle(entry.name(), "twice", "each name once");
            }
            all.add(entry);
            bytes += entry.size();
            checkLimits(all.size(), bytes);
            files.put(entry.name(), entry.size());
        }
        if (directory.hasRemaining()) {
            throw bad("bytes behind the directory's entries", "none");
        }
        refuseOverlap(all, offset);
    }

    private ByteBuffer end() throws IOException {
        long size = channel.size();
        int length = (int) Math.min(size, END_BYTES + MAX_COMMENT);
        ByteBuffer tail = at(size - length, length);
        for (int from = length - END_BYTES; from >= 0; from--) {
            if (tail.getInt(from) == END
                    && (tail.getShort(from + 20) & 0xffff) == length - from - END_BYTES) {
                return tail.slice(from, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw bad("no end of a zip directory", "a zip file or a folder");
    }

    private static Entry entry(ByteBuffer directory) {
        int from = directory.position();
        if (directory.remaining() < DIRECTORY_BYTES || directory.getInt(from) != DIRECTORY) {
            throw bad("a broken directory", "one entry after the other");
        }
        int name = directory.getShort(from + 28) & 0xffff;
        int rest =
                (directory.getShort(from + 30) & 0xffff) + (directory.getShort(from + 32) & 0xffff);
        if (directory.remaining() < DIRECTORY_BYTES + name + rest) {
            throw bad("a broken directory", "one entry after the other");
        }
        byte[] bytes = new byte[name];
        directory.get(from + DIRECTORY_BYTES, bytes);
        directory.position(from + DIRECTORY_BYTES + name + rest);
        Entry entry =
                new Entry(
                        new String(bytes, StandardCharsets.ISO_8859_1),
                        directory.getShort(from + 10),
                        directory.getInt(from + 20) & 0xffffffffL,
                        directory.getInt(from + 24) & 0xffffffffL,
                        directory.getInt(from + 42) & 0xffffffffL);
        checkName(entry.name());
        checkKind(entry, directory.getShort(from + 8), directory.getInt(from + 38) >>> 16);
        return entry;
    }

    private static void checkKind(Entry entry, int flags, int mode) {
        int type = mode & TYPE_MASK;
        if (type != 0 && type != PLAIN_FILE) {
            throw new MalformedBundle(entry.name(), "a link or device", "a file");
        }
        boolean known = entry.method() == STORED || entry.method() == DEFLATED;
        if (!known || (flags & ENCRYPTED) != 0) {
            throw new MalformedBundle(
                    entry.name(), "method " + entry.method(), "stored or deflated, in the clear");
        }
        if (entry.size() > SMALL && entry.size() / RATIO > entry.packed()) {
            throw new MalformedBundle(
                    entry.name(),
                    entry.packed() + " bytes that become " + entry.size(),
                    "at most " + RATIO + " times as many");
        }
    }

    private static void refuseOverlap(List<Entry> all, long directory) {
        all.sort(Comparator.comparingLong(Entry::offset));
        for (int i = 0; i < all.size(); i++) {
            Entry entry = all.get(i);
            long end = i + 1 < all.size() ? all.get(i + 1).offset() : directory;
            if (entry.offset() + LOCAL_BYTES + entry.name().length() + entry.packed() > end) {
                throw new MalformedBundle(
                        entry.name(), "overlaps what follows", "bytes of its own");
            }
        }
    }

    @Override
    NavigableMap<String, Long> files() {
        return files;
    }

    @Override
    InputStream content(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new MalformedBundle(name, "absent", "present");
        }
        ByteBuffer local = at(entry.offset(), LOCAL_BYTES + name.length());
        byte[] bytes = new byte[name.length()];
        local.get(LOCAL_BYTES, bytes);
        if (local.getInt(0) != LOCAL
                || (local.getShort(26) & 0xffff) != name.length()
                || !new String(bytes, StandardCharsets.ISO_8859_1).equals(name)) {
            throw new MalformedBundle(name, "another name at its entry", "the directory's");
        }
        long start = entry.offset() + LOCAL_BYTES + name.length() + (local.getShort(28) & 0xffff);
        if (start + entry.packed() > channel.size()) {
            throw new MalformedBundle(name, "beyond the end of the file", "within it");
        }
        return new ZipStream(
                channel, start, entry.packed(), entry.size(), entry.method() == DEFLATED, name);
    }

    private ByteBuffer at(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw bad("ends early", "all that its directory names");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static MalformedBundle bad(String found, String expected) {
        return new MalformedBundle("zip", found, expected);
    }
}
