package io.affidavit.replay.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A data directory, seen from outside.
///
/// @param directory where it is
record Installation(Path directory) {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    Installation {
        directory = directory.toAbsolutePath().normalize();
    }

    /// Whether a gateway holds the directory now. Its lock ends with it however it ends, so nothing
    /// that it left behind can say otherwise.
    boolean isHeld() {
        Path lock = directory.resolve("lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ);
                FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return free == null;
        } catch (IOException e) {
            throw new CommandFailure(lock + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// The process that holds the directory, from the lock itself.
    long lockHolder() {
        Path lock = directory.resolve("lock");
        try {
            return Long.parseLong(Files.readString(lock).strip());
        } catch (IOException | NumberFormatException e) {
            throw new CommandFailure(lock + ": names no process: " + e.getMessage(), e);
        }
    }

    /// What the gateway wrote about itself, if it is there.
    Optional<RunState> run() {
        Path file = directory.resolve("run.json");
        if (!isHeld() || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode run = JSON.readTree(Files.readString(file));
            return Optional.of(RunState.of(run));
        } catch (IOException | JacksonException e) {
            throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// The gateway's word about itself.
    ///
    /// @throws CommandFailure when nothing runs here
    RunState running() {
        return run().orElseThrow(() ->
                new CommandFailure(
                        "nothing runs on "
                                + directory
                                + " (./affidavit start, or another --data)"));
    }

    /// The control plane of the gateway that runs here.
    ControlPlane controlPlane() {
        RunState gateway = running();
        String url = gateway.controlUrl();
        if (url == null) {
            throw new CommandFailure("the gateway on " + directory + " is still starting");
        }
        return new ControlPlane(
                OwnCertificate.client(gateway.tls(), CONNECT), url, operatorToken(), ANSWER);
    }

    /// The checkpoints outside the database: where the settings say, else `anchor` here; empty if
    /// there are none.
    Optional<Path> anchor() {
        String set = System.getenv("AFFIDAVIT_PROJECTIONS_SEAL_ANCHOR_DIRECTORY");
        if (set == null) {
            set = settings().getProperty("affidavit.projections.seal.anchor-directory");
        }
        Path anchor = set == null ? directory.resolve("anchor") : Path.of(set);
        return Files.isDirectory(anchor) ? Optional.of(anchor.toAbsolutePath()) : Optional.empty();
    }

    private Properties settings() {
        Path file = directory.resolve("affidavit.properties");
        Properties settings = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return settings;
    }

    String operatorToken() {
        Path file = directory.resolve("operator.token");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
