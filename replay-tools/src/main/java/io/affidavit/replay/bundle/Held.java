package io.affidavit.replay.bundle;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The files of a bundle in memory.
final class Held extends Container {

    private final Map<String, byte[]> contents;
    private final NavigableMap<String, Long> files = new TreeMap<>();

    Held(Map<String, byte[]> contents) {
        this.contents = contents;
        long bytes = 0;
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            checkName(file.getKey());
            bytes += file.getValue().length;
            files.put(file.getKey(), (long) file.getValue().length);
        }
        checkLimits(files.size(), bytes);
    }

    @Override
    NavigableMap<String, Long> files() {
        return files;
    }

    @Override
    InputStream content(String name) {
        byte[] bytes = contents.get(name);
        if (bytes == null) {
            throw new IllegalStateException(name + ": not there");
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
