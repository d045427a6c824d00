package io.affidavit.solo.postgres;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A child JVM that plays the gateway.
///
/// @param process the JVM itself, not a shell around it
record OtherJvm(Process process) implements AutoCloseable {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(40);

    /// Runs [GatewayDouble] on `data` and returns when its server is ready.
    static OtherJvm ready(Path data, String classPath, List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx64m", "-cp", classPath, GatewayDouble.class.getName(), "" + data));
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .directory(new File("/"))
                        .start();
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (output.lines().noneMatch("ready"::equals)) {
            throw new IllegalStateException("the child ended before it was ready");
        }
        return new OtherJvm(process);
    }

    static OtherJvm ready(Path data) throws IOException {
        return ready(data, System.getProperty("java.class.path"), List.of());
    }

    /// The shells that watch over this JVM's server.
    List<ProcessHandle> supervisors() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("sh"))
                .toList();
    }

    /// As `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Returns when the orphan ended, whether or not somebody reaps it.
    static void awaitEnd(ProcessHandle orphan) {
        Awaitility.await().atMost(GONE_WITHIN).until(() -> !runs(orphan));
    }

    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().isPresent();
    }

    /// The server that has `data` open, by the pid it wrote there.
    static ProcessHandle serverOf(Path data) throws IOException {
        Path file = data.resolve("postgres/data/postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    /// Copies the class path of this JVM to where every user may read it.
    static String copyClassPath(Path target) throws IOException {
        List<String> copied = new ArrayList<>();
        for (String entry : classPath()) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path copy = target.resolve(copied.size() + "-" + source.getFileName());
                copyTree(source, copy);
                copied.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copied);
    }

    private static List<String> classPath() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .toList();
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.copy(file, copy);
                Files.setPosixFilePermissions(
                        copy,
                        PosixFilePermissions.fromString(
                                Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
