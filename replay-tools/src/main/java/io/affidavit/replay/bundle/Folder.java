package io.affidavit.replay.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.NavigableMap;
import java.util.TreeMap;

/// An extracted bundle. Links and anything else that is no plain file are refused.
final class Folder extends Container {

    private final Path root;
    private final NavigableMap<String, Long> files = new TreeMap<>();

    Folder(Path root) throws IOException {
        this.root = root.toRealPath(); // the folder itself may be named by a link
        Files.walkFileTree(this.root, new Listing());
    }

    private final class Listing extends SimpleFileVisitor<Path> {

        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = root.relativize(file).toString().replace('\\', '/');
            checkName(name);
            if (!attributes.isRegularFile()) {
                throw new MalformedBundle(name, "a link or device", "a file");
            }
            bytes += attributes.size();
            files.put(name, attributes.size());
            checkLimits(files.size(), bytes);
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    NavigableMap<String, Long> files() {
        return files;
    }

    @Override
    InputStream content(String name) throws IOException {
        return Files.newInputStream(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {
        // Nothing is held open between two files.
    }
}
