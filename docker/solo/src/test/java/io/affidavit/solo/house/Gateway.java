package io.affidavit.solo.house;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway in a process of its own on a data directory, with ports that nobody else has.
///
/// @param process the JVM
/// @param data its data directory
public record Gateway(Process process, Path data) implements AutoCloseable {

    /// The archive with our classes, named by the build.
    private static final String PACKAGED = "affidavit.test.packaged";

    /// A file for shared classes, each test process has its own.
    private static final String ARCHIVE = "affidavit.test.archive";

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();
    private static final @Nullable Path SHARED = shared();

    /// Starts a gateway and returns when it is ready.
    ///
    /// @param words further words of `./affidavit start`
    public static Gateway start(Path data, String... words) {
        return start(data, Map.of(), words);
    }

    /// @param environment added to ours
    public static Gateway start(Path data, Map<String, String> environment, String... words) {
        Gateway gateway = launch(command(data, true, words), data, environment);
        Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !gateway.process.isAlive() || gateway.state().equals("ready"));
        if (!gateway.process.isAlive()) {
            throw new IllegalStateException("the gateway ended: " + gateway.errors());
        }
        return gateway;
    }

    /// Starts a gateway without waiting; it may refuse to run.
    public static Gateway launch(Path data, Map<String, String> environment, String... words) {
        return launch(command(data, false, words), data, environment);
    }

    private static Gateway launch(
            List<String> command, Path data, Map<String, String> environment) {
        try {
            Path output =
                    Files.createDirectories(data.resolveSibling(data.getFileName() + "-output"));
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectOutput(output.resolve("out").toFile())
                            .redirectError(output.resolve("err").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AFFIDAVIT_"));
            builder.environment().putAll(environment);
            return new Gateway(builder.start(), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path data, boolean ready, String... words) {
        List<String> command = java("io.affidavit.solo.SoloMain", ready);
        command.addAll(List.of("--data", data.toString(), "--port", "0", "--control-port", "0"));
        command.addAll(List.of(words));
        return command;
    }

    /// The beginning of a command that runs one of our programs.
    static List<String> java(String main) {
        return java(main, false);
    }

    private static List<String> java(String main, boolean ready) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(sharing(ready));
        command.addAll(
                List.of(
                        "-Xmx256m",
                        "-XX:+UseParallelGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        mainClassPath(),
                        main));
        return command;
    }

    /// Ours without test classes: they are no part of what users start. And the archive instead of
    /// the folder of our classes where the build has just made it: shared archives take no folders.
    private static String mainClassPath() {
        String packaged = System.getProperty(PACKAGED);
        String folder =
                packaged == null ? "" : Path.of(packaged).resolveSibling("classes").toString();
        return String.join(
                File.pathSeparator,
                List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .filter(entry -> !entry.endsWith("-tests.jar"))
                        .map(entry -> entry.equals(folder) ? packaged : entry)
                        .toList());
    }

    /// Where classes are written down for other processes of this test process; `null` outside the
    /// build. Anew in each run, since what an earlier build wrote down is good for nothing.
    private static @Nullable Path shared() {
        String archive = System.getProperty(ARCHIVE);
        if (archive == null) {
            return null;
        }
        try {
            Files.deleteIfExists(Path.of(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Path.of(archive);
    }

    /// As the launcher does; but only what gets ready has all classes to write down.
    private static List<String> sharing(boolean ready) {
        Path archive = SHARED;
        if (archive == null || (!ready && !Files.exists(archive))) {
            return List.of();
        }
        List<String> flags = new ArrayList<>();
        flags.add("-XX:SharedArchiveFile=" + archive);
        flags.add("-Xlog:cds=off");
        flags.add("-Xlog:cds+dynamic=off");
        if (ready) {
            flags.add("-XX:+AutoCreateSharedArchive");
        }
        return flags;
    }

    public String dataUrl() {
        return run().path("dataUrl").asString();
    }

    public String controlUrl() {
        return run().path("controlUrl").asString();
    }

    public String operatorToken() {
        return read(data.resolve("operator.token")).strip();
    }

    public String demoKey() {
        return read(data.resolve("demo.key")).strip();
    }

    /// What `run.json` says; a missing node while there is none.
    public JsonNode run() {
        Path file = data.resolve("run.json");
        return Files.exists(file) ? JSON.readTree(read(file)) : JSON.missingNode();
    }

    private String state() {
        // A killed predecessor's file stays until this process writes its own.
        boolean own = run().path("pid").asLong(0) == process.pid();
        return own ? run().path("state").asString("") : "";
    }

    /// The embedded server's process, by the pid it wrote down.
    public ProcessHandle postgres() {
        String pid = read(data.resolve("postgres/data/postmaster.pid")).lines().toList().getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    public String output() {
        return read(data.resolveSibling(data.getFileName() + "-output").resolve("out"));
    }

    public String errors() {
        return read(data.resolveSibling(data.getFileName() + "-output").resolve("err"));
    }

    /// Asks it to end as a terminal would.
    ///
    /// @return its exit status
    public int stop() {
        process.destroy();
        return awaitExit();
    }

    public int awaitExit() {
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the gateway does not end: " + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// As `kill -9`.
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /// Stops it where it is, as a machine that freezes, or lets it go on.
    ///
    /// @param name `STOP` or `CONT`
    void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
