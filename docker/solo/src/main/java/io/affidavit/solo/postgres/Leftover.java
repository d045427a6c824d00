package io.affidavit.solo.postgres;

import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server of an earlier start that may still be alive, known by the cluster's `postmaster.pid`.
///
/// Whoever calls this holds the lock of the data directory, so such a server has lost its gateway
/// and normally is being stopped by its supervisor at this moment.
final class Leftover {

    private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration SUPERVISOR_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FAST_PATIENCE = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE_PATIENCE = Duration.ofSeconds(5);

    private Leftover() {}

    /// Waits for it or ends it, and removes its pid file: afterwards nobody has the cluster open.
    static void end(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!isGoneWithin(SUPERVISOR_PATIENCE, pidFile)) {
            LOG.warn("ending a PostgreSQL server that outlived its gateway");
            find(pidFile).ifPresent(server -> signal(server, "INT"));
            if (!isGoneWithin(FAST_PATIENCE, pidFile)) {
                find(pidFile).ifPresent(server -> signal(server, "QUIT"));
                if (!isGoneWithin(IMMEDIATE_PATIENCE, pidFile)) {
                    throw new StartRefused(data + ": still open in another server");
                }
            }
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Looks again and again instead of waiting for the process: where nobody reaps orphans, as in
    /// many containers, a server that ended stays a process for ever, only without a command line.
    private static boolean isGoneWithin(Duration patience, Path pidFile) {
        Instant deadline = Instant.now().plus(patience);
        while (find(pidFile).isPresent()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    /// The living server that wrote `pidFile`, if any. A pid that now belongs to something else
    /// does not count; the server is known by the data directory on its command line.
    private static Optional<ProcessHandle> find(Path pidFile) {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            String data = lines.get(1);
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process ->
                            process.info()
                                    .commandLine()
                                    .map(line -> line.contains(data))
                                    .orElse(false));
        } catch (NoSuchFileException e) { // the server took it along just now
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException e) { // half written when the machine went down
            return Optional.empty();
        }
    }

    /// [ProcessHandle#destroy()] would send TERM, upon which PostgreSQL waits for its clients.
    private static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
