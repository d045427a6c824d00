package io.affidavit.solo.postgres;

import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server that belongs to this process: it ends with it, even when it is killed, and
/// is started again when it crashes alone. Its data stays.
///
/// Everybody logs in with a password (scram) over loopback; there is no other way in.
public final class EmbeddedPostgres {

    /// The name of the cluster's superuser.
    public static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(15);
    private static final Duration RESTART_PAUSE = Duration.ofMillis(250);
    private static final long LOG_BYTES = 10 * 1024 * 1024;

    private final Cluster cluster;
    private final Path log;
    private final int port;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread watcher;
    private volatile Server server;
    private volatile boolean up = true;

    private EmbeddedPostgres(Cluster cluster, Path log, int port, Server server) {
        this.cluster = cluster;
        this.log = log;
        this.port = port;
        this.server = server;
        this.watcher = Thread.ofPlatform().daemon().name("postgres-watcher").unstarted(this::watch);
    }

    /// Starts the server of `directory`, whose lock the caller holds, creating it at first.
    ///
    /// @throws StartRefused when it cannot run here, with the reason
    public static EmbeddedPostgres start(DataDirectory directory) {
        return start(directory, ServerUser.choose(Cluster.data(directory.postgres())));
    }

    static EmbeddedPostgres start(DataDirectory directory, ServerUser user) {
        Path log = directory.logs().resolve("postgresql.log");
        rotate(log);
        Cluster cluster = Cluster.open(directory, user, log);
        Leftover.end(cluster.data());
        int port = choosePort(cluster.portFile());
        Server server = launch(cluster, port, log);
        EmbeddedPostgres postgres = new EmbeddedPostgres(cluster, log, port, server);
        try {
            postgres.verify();
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
        postgres.watcher.start();
        return postgres;
    }

    /// The loopback address it listens on.
    public String host() {
        return "127.0.0.1";
    }

    /// The TCP port it listens on; the same for the life of this process.
    public int port() {
        return port;
    }

    /// The file with the superuser's password and a newline.
    public Path passwordFile() {
        return cluster.passwordFile();
    }

    /// Whether the server runs; false while it is being started again after a crash.
    public boolean isUp() {
        return up;
    }

    /// Opens unpooled connections of the superuser to `database`.
    public DataSource superuser(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host()});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(SUPERUSER);
        source.setPassword(SecretFile.read(passwordFile()));
        return source;
    }

    /// Stops the server in order. The last thing a process does with it.
    public void stop() {
        stopping.countDown();
        server.stop();
        up = false;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(); // another one, if the watcher was starting it just now
    }

    /// Processes of a crashed server may hold its shared memory for a moment longer, so a failed
    /// launch is repeated for a while.
    private static Server launch(Cluster cluster, int port, Path log) {
        Instant deadline = Instant.now().plus(START_PATIENCE);
        while (true) {
            Server server = Server.launch(cluster, port, log);
            if (server.awaitReady()) {
                return server;
            }
            server.stop();
            if (Instant.now().isAfter(deadline)) {
                throw new StartRefused("PostgreSQL does not start, see " + log);
            }
            Leftover.end(cluster.data());
        }
    }

    private void verify() {
        try (Connection connection = superuser("postgres").getConnection()) {
            ServerSettings.verify(connection);
        } catch (SQLException e) {
            throw new StartRefused("PostgreSQL does not let us in: " + e.getMessage(), e);
        }
    }

    private void watch() {
        try {
            while (true) {
                server.awaitEnd();
                if (stopping.getCount() == 0) {
                    return;
                }
                up = false;
                LOG.warn("PostgreSQL ended by itself and is started again");
                while (!up) {
                    if (stopping.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    restart();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() {
        try {
            Leftover.end(cluster.data());
            server = launch(cluster, port, log);
            verify();
            up = true;
            LOG.info("PostgreSQL is back");
        } catch (RuntimeException e) {
            LOG.warn("PostgreSQL could not be started again: {}", e.getMessage());
        }
    }

    /// The port of the last start if it is free, else any free one.
    private static int choosePort(Path file) {
        try {
            int port = freePort(Files.exists(file) ? Integer.parseInt(SecretFile.read(file)) : 0);
            SecretFile.write(file, port + "\n");
            return port;
        } catch (NumberFormatException e) {
            throw new StartRefused(file + ": not a port number");
        }
    }

    private static int freePort(int wanted) {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback, wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) {
                throw new UncheckedIOException(e);
            }
            return freePort(0);
        }
    }

    private static void rotate(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
                Files.move(
                        log,
                        log.resolveSibling(log.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
