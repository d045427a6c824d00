package io.affidavit.replay.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A process of its own that holds a data directory as a gateway does, until it is told to end.
///
/// Locks of one process never stand against each other, so a test cannot hold one itself.
final class HeldDirectory implements AutoCloseable {

    private final Process process;

    private HeldDirectory(Process process) {
        this.process = process;
    }

    static HeldDirectory hold(Path directory) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        ProcessHandle.current().info().command().orElseThrow(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        HeldDirectory.class.getName(),
                                        directory.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"held".equals(said.readLine())) {
            throw new IOException("the directory cannot be held");
        }
        return new HeldDirectory(process);
    }

    /// The other process.
    public static void main(String[] arguments) throws IOException {
        Path lock = Path.of(arguments[0], "lock");
        Files.writeString(lock, ProcessHandle.current().pid() + "\n");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            System.out.println(held.isValid() ? "held" : "not held");
            System.in.read(); // ends with the test at the latest
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
