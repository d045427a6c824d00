package io.affidavit.solo.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A run of `affidavit fsck` in a process of its own.
///
/// @param status exit status
/// @param output everything it printed
record Fsck(int status, String output) {

    static Fsck run(Gateway gateway) {
        return run(gateway.data());
    }

    /// @param words further words of the command
    static Fsck run(Path data, String... words) {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.affidavit.replay.cli.Main",
                        "fsck",
                        "--data",
                        data.toString()));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Fsck(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The first line that names a failure; empty when there is none.
    String firstFailure() {
        return output.lines().filter(line -> line.startsWith("FAIL ")).findFirst().orElse("");
    }
}
