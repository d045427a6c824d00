package io.affidavit.bench.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where a run keeps the gateway's data and log: half a gigabyte after a hundred thousand calls.
///
/// @param path the directory
public record WorkDirectory(Path path) {

    public static WorkDirectory create() throws IOException {
        return new WorkDirectory(Files.createTempDirectory("affidavit-bench-"));
    }

    /// Removes it with all it holds; a run that went wrong keeps it for whoever looks into that.
    public void delete() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path entry : deepestFirst) {
                Files.delete(entry);
            }
        }
    }
}
