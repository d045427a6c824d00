package io.affidavit.solo.postgres;

import io.affidavit.solo.data.StartRefused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The server's programs, unpacked once from the archive on the class path.
///
/// @param home the directory with `bin`, `lib` and `share`
record PostgresBinaries(Path home) {

    private static final String PREFIX = "binaries-";
    private static final int NAME_DIGITS = 12;

    /// Finds the programs below `directory`, unpacking them first where they are missing. Their
    /// directory is named after the archive's digest, so that another version gets another one.
    static PostgresBinaries in(Path directory) {
        try {
            Path home = directory.resolve(PREFIX + digestOfArchive());
            if (!Files.isDirectory(home)) {
                removeAll(directory); // older versions, and what an interrupted start left
                Path fresh = directory.resolve(PREFIX + "unpacking");
                unpack(fresh);
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static InputStream archive() throws IOException {
        String name = "/postgres-" + platform() + ".txz";
        InputStream archive = PostgresBinaries.class.getResourceAsStream(name);
        if (archive == null) {
            throw new StartRefused("PostgreSQL is not shipped for this platform: no " + name);
        }
        return archive;
    }

    /// The platform as the archives spell it. Alpine has a C library of its own; Macs run programs
    /// for x86_64 whatever their processor.
    private static String platform() {
        if (System.getProperty("os.name").startsWith("Mac")) {
            return "darwin-x86_64";
        }
        String machine = System.getProperty("os.arch");
        boolean alpine = Files.exists(Path.of("/etc/alpine-release"));
        return "linux-"
                + machine.replace("amd64", "x86_64").replace("aarch64", "arm_64")
                + (alpine ? "-alpine_linux" : "");
    }

    private static String digestOfArchive() throws IOException {
        try (DigestInputStream archive =
                new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
            archive.transferTo(OutputStream.nullOutputStream());
            byte[] digest = archive.getMessageDigest().digest();
            return HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive())))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(tar, entry, target.resolve(entry.getName()).normalize(), target);
            }
        }
    }

    private static void unpack(
            TarArchiveInputStream tar, TarArchiveEntry entry, Path path, Path target)
            throws IOException {
        if (!path.startsWith(target)) {
            throw new IOException(entry.getName() + " leads out of the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else {
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                return;
            }
            Files.copy(tar, path);
        }
        // Independent of the umask: the server may run as another user.
        boolean runnable = entry.isDirectory() || (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(runnable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void removeAll(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                if (child.getFileName().toString().startsWith(PREFIX)) {
                    Trees.delete(child);
                }
            }
        }
    }
}
