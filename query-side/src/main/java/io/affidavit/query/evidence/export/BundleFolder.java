package io.affidavit.query.evidence.export;

import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.value.FailureCode;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// The files of a bundle on their way into its zip: short ones in memory, long ones in a folder.
/// For one thread.
final class BundleFolder {

    private static final Set<String> UNSUMMED =
            Set.of(
                    BundleFiles.SUMS,
                    BundleFiles.SIGNATURE,
                    BundleFiles.SIGNATURE_TIME,
                    BundleFiles.LATER_SIGNATURE);

    /// The first moment but one that a zip can name: the very first one the platform's writer takes
    /// for none, and spells in an extra field, by the zone of the machine.
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

    private static final int BUFFER = 64 * 1024;

    /// Verifiers take files of any ratio up to this size, and beyond it no more than 100:1.
    private static final int SMALL = 64 * 1024;

    private static final int RATIO = 50;

    private static final FileAttribute<?> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private long bytes;
    private long spilled;

    BundleFolder(Path directory) {
        this.directory = directory;
    }

    /// @param path where the content lies; `null` when it is `content`
    /// @param from first byte of it there
    /// @param length in bytes there
    /// @param level of compression
    @SuppressWarnings("ArrayRecordComponent") // written once, zipped once
    private record Entry(
            byte[] content,
            @Nullable Path path,
            long from,
            long length,
            int level,
            String sha256) {}

    /// Adds a short file.
    void add(String name, byte[] content) {
        count(content.length);
        entries.put(
                name, new Entry(content, null, 0, content.length, level(content), sha256(content)));
    }

    void add(String name, String content) {
        add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /// One of many files, none of which stays in memory.
    void spill(String name, byte[] content) throws IOException {
        count(content.length);
        Path file = directory.resolve("content-spilled");
        if (spilled == 0) {
            create(file);
        }
        Files.write(file, content, StandardOpenOption.APPEND);
        entries.put(
                name,
                new Entry(
                        new byte[0],
                        file,
                        spilled,
                        content.length,
                        level(content),
                        sha256(content)));
        spilled += content.length;
    }

    private static void create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, OURS);
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(Leaf.newDigest().digest(content));
    }

    /// A text of anybody's may be one letter a million times: what would look like a bomb is stored
    /// as it is.
    private static int level(byte[] content) {
        if (content.length <= SMALL) {
            return Deflater.DEFAULT_COMPRESSION;
        }
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            byte[] buffer = new byte[BUFFER];
            deflater.setInput(content);
            deflater.finish();
            long packed = 0;
            while (!deflater.finished() && packed * RATIO < content.length) {
                packed += deflater.deflate(buffer);
            }
            return packed * RATIO < content.length
                    ? Deflater.NO_COMPRESSION
                    : Deflater.DEFAULT_COMPRESSION;
        }
    }

    /// A long file, which is whole once the stream is closed, unless it was dropped before.
    OutputStream open(String name) throws IOException {
        Path file = directory.resolve("content-" + entries.size());
        create(file);
        entries.put(name, new Entry(new byte[0], file, 0, 0, Deflater.DEFAULT_COMPRESSION, ""));
        return new Content(name, file);
    }

    /// Drops a file again.
    void remove(String name) {
        entries.remove(name);
    }

    /// `SHA256SUMS` over everything that is there.
    byte[] sums() {
        StringBuilder sums = new StringBuilder();
        entries.forEach((name, entry) -> {
            if (!UNSUMMED.contains(name)) {
                sums.append(BundleFiles.sumLine(entry.sha256, name));
            }
        });
        return sums.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// Writes the zip. Names are ASCII, so that their order as strings is that of their bytes.
    void zip(Path target) throws IOException {
        create(target);
        try (ZipOutputStream zip =
                new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(target), BUFFER))) {
            for (Map.Entry<String, Entry> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(ENTRY_TIME);
                zip.setLevel(each.getValue().level);
                zip.putNextEntry(entry);
                write(each.getValue(), zip);
                zip.closeEntry();
            }
        }
    }

    private static void write(Entry entry, OutputStream zip) throws IOException {
        if (entry.path == null) {
            zip.write(entry.content);
            return;
        }
        try (FileChannel file = FileChannel.open(entry.path)) {
            InputStream in = Channels.newInputStream(file.position(entry.from));
            byte[] buffer = new byte[BUFFER];
            long left = entry.length;
            while (left > 0) {
                int got = in.readNBytes(buffer, 0, (int) Math.min(left, BUFFER));
                if (got == 0) {
                    throw new EOFException("a file of the bundle ends early");
                }
                zip.write(buffer, 0, got);
                left -= got;
            }
        }
    }

    private void count(int more) {
        bytes += more;
        if (bytes > BundleFiles.BYTES_MAX) {
            throw new ExportFailure(
                    FailureCode.REQUEST_TOO_LARGE,
                    "scope: more than " + BundleFiles.BYTES_MAX + " bytes");
        }
    }

    /// Counts, hashes and stores.
    private final class Content extends FilterOutputStream {

        private final String name;
        private final Path file;
        private final MessageDigest digest = Leaf.newDigest();
        private long written;

        Content(String name, Path file) throws IOException {
            super(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
            this.name = name;
            this.file = file;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] some, int from, int length) throws IOException {
            count(length);
            digest.update(some, from, length);
            out.write(some, from, length);
            written += length;
        }

        @Override
        public void close() throws IOException {
            super.close();
            String sha256 = HexFormat.of().formatHex(digest.digest());
            entries.computeIfPresent(
                    name,
                    (_, open) -> new Entry(new byte[0], file, 0, written, open.level(), sha256));
        }
    }
}
