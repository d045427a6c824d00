package io.affidavit.replay.fsck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checkpoints that the sealer kept outside the database, as `<log>/<size, 20 digits>.checkpoint`.
final class Anchors {

    private static final Pattern LOG = Pattern.compile("[0-9]{1,5}");
    private static final Pattern FILE = Pattern.compile("([0-9]{20})\\.checkpoint");

    private final Map<Integer, NavigableMap<Long, Path>> files = new HashMap<>();

    private Anchors() {}

    /// @param directory where they lie; null for none
    static Anchors list(@Nullable Path directory) throws IOException {
        Anchors anchors = new Anchors();
        if (directory != null) {
            for (Path log : entries(directory)) {
                if (LOG.matcher(log.getFileName().toString()).matches()) {
                    anchors.files.put(
                            Integer.parseInt(log.getFileName().toString()), checkpoints(log));
                }
            }
        }
        return anchors;
    }

    /// The files of one log by size.
    NavigableMap<Long, Path> of(int log) {
        return files.getOrDefault(log, new TreeMap<>());
    }

    private static NavigableMap<Long, Path> checkpoints(Path log) throws IOException {
        NavigableMap<Long, Path> files = new TreeMap<>();
        for (Path file : entries(log)) {
            Matcher name = FILE.matcher(file.getFileName().toString());
            if (name.matches()) {
                files.put(Long.parseLong(name.group(1)), file);
            }
        }
        return files;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
