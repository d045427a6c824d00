package io.affidavit.replay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small files that somebody names on a command line: policies, certificates, checkpoints.
final class InputFiles {

    private static final int MAX_BYTES = 1 << 20;

    private InputFiles() {}

    /// What a file says.
    interface Reading<T> {

        /// @throws IllegalArgumentException if it is something else
        T of(byte[] bytes);
    }

    static <T> T parsed(Path file, Reading<T> reading) {
        try {
            return reading.of(read(file));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(file + ": " + e.getMessage(), e);
        }
    }

    static byte[] read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure(file + ": more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
