package io.affidavit.solo.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What came of a command in a process of its own.
///
/// @param status exit status
/// @param output standard output and errors together
record Outcome(int status, String output) {

    /// Runs one of our programs on a data directory.
    static Outcome of(String main, Path data, String... words) {
        List<String> command = Gateway.java(main);
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
