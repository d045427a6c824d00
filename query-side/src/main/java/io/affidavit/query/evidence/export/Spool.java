package io.affidavit.query.evidence.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The private folder in which bundles are made and wait. Nothing in it outlives the process.
public final class Spool {

    private static final FileAttribute<?> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    /// @param root made with its first bundle; whatever lies there is ours
    public Spool(Path root) {
        this.root = root.toAbsolutePath();
    }

    /// An empty folder for one bundle.
    Path open(String id) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root.getParent());
            Files.createDirectory(root, OURS);
        }
        Path directory = root.resolve(id);
        delete(directory);
        return Files.createDirectory(directory, OURS);
    }

    /// Leaves nothing of a bundle's folder but its file.
    void keep(Path directory, Path file) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path other : files.filter(each -> !each.equals(file)).toList()) {
                Files.delete(other);
            }
        }
    }

    /// Removes a bundle, as far as there is anything.
    void drop(String id) {
        delete(root.resolve(id));
    }

    /// Removes all of them.
    public void clear() {
        delete(root);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> all = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
