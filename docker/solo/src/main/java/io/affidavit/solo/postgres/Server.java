package io.affidavit.solo.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One run of the server below its supervisor.
///
/// @param supervisor its standard input is the pipe whose end stops the server
record Server(Process supervisor, Path data) {

    static final int SECONDS_TO_STOP = 20;

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(SECONDS_TO_STOP + 5L);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int STATUS_LINE = 7;

    /// Starts the server on `port`. Nobody else has the cluster open: [Leftover] took care.
    static Server launch(Cluster cluster, int port, Path log) {
        ServerSettings.write(cluster.data(), port);
        ProcessBuilder builder =
                new ProcessBuilder(cluster.supervised(SECONDS_TO_STOP))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        try {
            return new Server(builder.start(), cluster.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the server accepts connections. After a crash it replays its log first, so only
    /// its end is taken for failure, never the time it takes.
    ///
    /// @return false when the server ended instead
    boolean awaitReady() {
        try {
            while (!supervisor.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isReady()) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The server writes its state into line 8 of its pid file, for `pg_ctl` and for us.
    private boolean isReady() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            List<String> all = lines.toList();
            return all.size() > STATUS_LINE && all.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException | UncheckedIOException e) { // not written yet
            return false;
        }
    }

    void awaitEnd() throws InterruptedException {
        supervisor.waitFor();
    }

    /// Stops the server in order, or at once where that takes too long.
    void stop() {
        try {
            supervisor.getOutputStream().close();
        } catch (IOException e) { // the supervisor is gone already
        }
        try {
            if (!supervisor.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                supervisor.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
