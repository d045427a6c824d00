package io.affidavit.bench.crash;

import io.affidavit.bench.edge.GatewayJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway in a process of its own, on one data directory through all of its lives.
public final class Victim implements AutoCloseable {

    private static final int SECONDS_TO_STOP = 40;

    private final Path data;
    private final @Nullable Path launcher;
    private @Nullable Process process;

    /// @param data its data directory
    public Victim(Path data) {
        this(data, null);
    }

    /// One that is started the way a user starts it.
    ///
    /// @param data its data directory
    /// @param launcher `./affidavit`, which turns into the gateway; `null` for a plain JVM with
    ///   this one's classes
    public Victim(Path data, @Nullable Path launcher) {
        this.data = data;
        this.launcher = launcher;
    }

    /// Starts a new life and returns when calls can be made.
    ///
    /// @param words further words of `./affidavit start`
    /// @return what it says of itself
    /// @throws IllegalStateException when it does not become ready
    public JsonNode start(String... words) throws IOException {
        List<String> command = new ArrayList<>(program());
        command.addAll(List.of("--data", data.toString(), "--port", "0", "--control-port", "0"));
        command.addAll(List.of(words));
        File log = data.resolveSibling(data.getFileName() + ".log").toFile();
        Process started =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
        awaitReady(started, log);
        return JsonMapper.shared().readTree(Files.readString(data.resolve("run.json")));
    }

    private List<String> program() throws IOException {
        if (launcher != null) {
            return List.of(launcher.toAbsolutePath().toString(), "start");
        }
        return GatewayJvm.command();
    }

    private static void awaitReady(Process started, File log) throws IOException {
        BufferedReader said = started.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.equals("ready")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the gateway did not start, see " + log);
        }
    }

    /// SIGKILL, and until it is gone.
    public void kill() throws InterruptedException {
        Process dying = alive();
        dying.destroyForcibly();
        dying.waitFor();
    }

    /// SIGSTOP: it keeps all it has and does nothing.
    void freeze() throws IOException, InterruptedException {
        signal("STOP", alive().pid());
    }

    /// SIGQUIT to its database: PostgreSQL's immediate stop, which leaves recovery to the next
    /// start.
    void stopDatabaseAtOnce() throws IOException, InterruptedException {
        Path file = data.resolve("postgres/data/postmaster.pid");
        try (var lines = Files.lines(file)) {
            signal("QUIT", Long.parseLong(lines.findFirst().orElseThrow().strip()));
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    private Process alive() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start().waitFor();
    }

    /// SIGTERM: it drains and ends its database.
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
