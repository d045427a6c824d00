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

/// A zip file, read by its central directory (PKWARE APPNOTE 4.3.12) and refused where another
/// reader could see another thing in it: names twice, bytes before, between or behind entries, an
/// entry that says something else of itself than the directory does, comments, extra fields (which
/// may name files anew) but for times and owners. Zip64 is refused as well: no bundle within the
/// limits needs it.
final class Zip extends Container {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int DIRECTORY = 0x02014b50;
    private static final int DIRECTORY_BYTES = 46;
    private static final int MAX_DIRECTORY = 32 << 20;
    private static final int RATIO = 100;
    private static final int SMALL = 64 * 1024;
    private static final int TYPE_MASK = 0xf000;
    private static final int PLAIN_FILE = 0x8000;

    private final FileChannel channel;
    private final Map<String, ZipPlace> places = new HashMap<>();
    private final NavigableMap<String, Long> files = new TreeMap<>();

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
        long behind = channel.size() - END_BYTES;
        if (behind < 0) {
            throw bad("no end of a zip directory", "a zip file or a folder");
        }
        ByteBuffer end = at(channel, behind, END_BYTES);
        int count = end.getShort(10) & 0xffff;
        long length = end.getInt(12) & 0xffffffffL;
        long offset = end.getInt(16) & 0xffffffffL;
        if (end.getInt(0) != END) {
            throw bad("no end of a zip directory", "a zip file without comment, or a folder");
        }
        if (end.getInt(4) != 0
                || end.getShort(8) != end.getShort(10)
                || count == 0xffff
                || length > MAX_DIRECTORY
                || offset + length != behind) {
            throw bad("a directory of " + count + " entries", "one, without zip64, at its end");
        }
        List<ZipPlace> all = entries(at(channel, offset, (int) length), count);
        all.sort(Comparator.comparingLong(ZipPlace::offset));
        long from = 0;
        for (int i = 0; i < all.size(); i++) {
            long next = i + 1 < all.size() ? all.get(i + 1).offset() : offset;
            ZipPlace place = all.get(i).alone(channel, from, next);
            places.put(place.name(), place);
            from = next;
        }
        if (from != offset) {
            throw bad("bytes before its directory", "entries and nothing else");
        }
    }

    private List<ZipPlace> entries(ByteBuffer directory, int count) {
        List<ZipPlace> all = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            ZipPlace place = entry(directory);
            if (places.put(place.name(), place) != null) {
                throw new MalformedBundle(place.name(), "twice", "each name once");
            }
            all.add(place);
            bytes += place.size();
            checkLimits(all.size(), bytes);
            files.put(place.name(), place.size());
        }
        if (directory.hasRemaining()) {
            throw bad("bytes behind the directory's entries", "none");
        }
        return all;
    }

    private static ZipPlace entry(ByteBuffer directory) {
        int from = directory.position();
        if (directory.remaining() < DIRECTORY_BYTES || directory.getInt(from) != DIRECTORY) {
            throw bad("a broken directory", "one entry after the other");
        }
        int length = directory.getShort(from + 28) & 0xffff;
        int extra = directory.getShort(from + 30) & 0xffff;
        if (directory.remaining() < DIRECTORY_BYTES + length + extra) {
            throw bad("a broken directory", "one entry after the other");
        }
        byte[] bytes = new byte[length];
        directory.get(from + DIRECTORY_BYTES, bytes);
        String name = new String(bytes, StandardCharsets.ISO_8859_1);
        checkName(name);
        int behind = from + DIRECTORY_BYTES + length;
        boolean isPlain = directory.getInt(from + 32) == 0; // comment, number of the disk
        if (!isPlain || !ZipPlace.isHarmless(directory, behind, extra)) {
            throw new MalformedBundle(name, "an extra field or comment", "times at most");
        }
        directory.position(behind + extra);
        ZipPlace place =
                new ZipPlace(
                        name,
                        directory.getShort(from + 8),
                        directory.getShort(from + 10),
                        directory.getInt(from + 16),
                        directory.getInt(from + 20) & 0xffffffffL,
                        directory.getInt(from + 24) & 0xffffffffL,
                        directory.getInt(from + 42) & 0xffffffffL,
                        0);
        checkKind(place, directory.getInt(from + 38) >>> 16);
        return place;
    }

    private static void checkKind(ZipPlace place, int mode) {
        int type = mode & TYPE_MASK;
        if (type != 0 && type != PLAIN_FILE) {
            throw new MalformedBundle(place.name(), "a link or device", "a file");
        }
        if (!place.isPlain()) {
            throw new MalformedBundle(
                    place.name(), "method " + place.method(), "stored or deflated, in the clear");
        }
        if (place.size() > SMALL && place.size() / RATIO > place.packed()) {
            throw new MalformedBundle(
                    place.name(),
                    place.packed() + " bytes that become " + place.size(),
                    "at most " + RATIO + " times as many");
        }
    }

    @Override
    NavigableMap<String, Long> files() {
        return files;
    }

    @Override
    InputStream content(String name) {
        ZipPlace place = places.get(name);
        if (place == null) {
            throw new MalformedBundle(name, "absent", "present");
        }
        return new ZipStream(channel, place);
    }

    static ByteBuffer at(FileChannel channel, long offset, int length) throws IOException {
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
