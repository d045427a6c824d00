package io.affidavit.replay.bundle;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// The files of a bundle, in a zip or in a folder.
abstract class Container implements Closeable {

    /// Bytes that all files together may have.
    static final long MAX_BYTES = 2L << 30;

    /// Files that there may be.
    static final int MAX_FILES = 100_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
    private static final int MAX_NAME = 255;

    private LongConsumer reading = _ -> {};

    /// Opens what lies there.
    ///
    /// @throws MalformedBundle if it breaks a limit
    static Container open(Path path) throws IOException {
        return Files.isDirectory(path) ? new Folder(path) : new Zip(path);
    }

    /// Names and sizes, in bytewise order.
    abstract NavigableMap<String, Long> files();

    /// @param watcher hears of each piece that was read, in bytes
    final void watch(LongConsumer watcher) {
        reading = watcher;
    }

    /// The bytes of a file that is there.
    final InputStream open(String name) throws IOException {
        return new Watched(content(name), reading);
    }

    /// The same, unwatched.
    abstract InputStream content(String name) throws IOException;

    private static final class Watched extends FilterInputStream {

        private final LongConsumer reading;

        Watched(InputStream content, LongConsumer reading) {
            super(content);
            this.reading = reading;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            reading.accept(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] some, int from, int length) throws IOException {
            int got = in.read(some, from, length);
            reading.accept(Math.max(got, 0));
            return got;
        }
    }

    final boolean has(String name) {
        return files().containsKey(name);
    }

    /// A whole small file.
    ///
    /// @throws MalformedBundle if it is absent or larger than `most`
    final byte[] read(String name, int most) throws IOException {
        Long size = files().get(name);
        if (size == null) {
            throw new MalformedBundle(name, "absent", "present");
        }
        if (size > most) {
            throw new MalformedBundle(name, size + " bytes", "at most " + most);
        }
        try (InputStream in = open(name)) {
            return in.readNBytes(most);
        }
    }

    static void checkName(String name) {
        boolean good = name.length() <= MAX_NAME && NAME.matcher(name).matches();
        for (String part : name.split("/", -1)) {
            good &= !part.equals(".") && !part.equals("..");
        }
        if (!good) {
            throw new MalformedBundle(
                    "file name", plain(name), "[A-Za-z0-9._/-] without . and .., at most 255");
        }
    }

    /// Whoever unpacks it gets the same files on every system: no two names that differ in their
    /// letters' case alone, and none that is a file and a folder.
    static void checkApart(NavigableMap<String, Long> files) {
        Set<String> small = new HashSet<>();
        for (String name : files.keySet()) {
            String below = files.ceilingKey(name + '/');
            if (!small.add(name.toLowerCase(Locale.ROOT))
                    || (below != null && below.startsWith(name + '/'))) {
                throw new MalformedBundle(name, "in the way of another name", "names of their own");
            }
        }
    }

    static void checkLimits(long files, long bytes) {
        if (files > MAX_FILES) {
            throw new MalformedBundle("bundle", files + " files", "at most " + MAX_FILES);
        }
        if (bytes > MAX_BYTES) {
            throw new MalformedBundle("bundle", bytes + " bytes", "at most " + MAX_BYTES);
        }
    }

    private static String plain(String name) {
        String most = name.substring(0, Math.min(name.length(), MAX_NAME));
        return most.replaceAll("[^ -~]", "?");
    }
}
