package io.affidavit.query.evidence.export;

import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.value.FailureCode;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /// The first moment that a zip can name.
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int BUFFER = 64 * 1024;

    private final Path directory;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private long bytes;

    BundleFolder(Path directory) {
        this.directory = directory;
    }

    /// @param path where the content lies; `null` when it is `content`
    @SuppressWarnings("ArrayRecordComponent") // written once, zipped once
    private record Entry(byte[] content, @Nullable Path path, String sha256) {}

    /// Adds a short file.
    void add(String name, byte[] content) {
        count(content.length);
        String sha256 = HexFormat.of().formatHex(Leaf.newDigest().digest(content));
        entries.put(name, new Entry(content, null, sha256));
    }

    void add(String name, String content) {
        add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /// A long file, which is whole once the stream is closed, unless it was dropped before.
    OutputStream open(String name) throws IOException {
        Path file = directory.resolve("content-" + entries.size());
        entries.put(name, new Entry(new byte[0], file, ""));
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
        try (ZipOutputStream zip =
                new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(target), BUFFER))) {
            for (Map.Entry<String, Entry> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(ENTRY_TIME);
                zip.putNextEntry(entry);
                Path path = each.getValue().path;
                if (path == null) {
                    zip.write(each.getValue().content);
                } else {
                    Files.copy(path, zip);
                }
                zip.closeEntry();
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
        }

        @Override
        public void close() throws IOException {
            super.close();
            String sha256 = HexFormat.of().formatHex(digest.digest());
            entries.computeIfPresent(name, (_, _) -> new Entry(new byte[0], file, sha256));
        }
    }
}
