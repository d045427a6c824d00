package io.affidavit.solo.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What came of a command in a process of its own.
///
/// @param status exit status
/// @param output standard output and errors together
record Outcome(int status, String output) {

    /// Runs one of the gateway's programs on a data directory.
    static Outcome of(String main, Path data, String... words) {
        return on(data, Gateway.java(main), words);
    }

    /// Runs a command of the command line on a data directory.
    static Outcome ofTool(Path data, String... words) {
        return on(
                data,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.affidavit.replay.cli.Main"),
                words);
    }

    private static Outcome on(Path data, List<String> program, String... words) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        return in(Path.of("."), command);
    }

    /// Runs any program in a folder.
    static Outcome in(Path folder, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
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
