package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears that another node has appended, on the one connection of this process that waits for it.
///
/// A notification only says that it is worth looking: what it claims is not believed, because
/// whoever may log in could send one. A connection that breaks in silence is found by the look that
/// follows every [#SILENCE].
final class LogListener implements AutoCloseable {

    static final String CHANNEL = "affidavit_log";

    private static final Logger log = LoggerFactory.getLogger(LogListener.class);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ANSWER_MILLIS = 5_000;

    private final DataSource source;
    private final Lookout lookout;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("log-listener").unstarted(this::run);

    LogListener(DataSource evidenceDataSource, Lookout lookout) {
        this.source = evidenceDataSource;
        this.lookout = lookout;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            do {
                try (Connection connection = source.getConnection()) {
                    listen(connection);
                } catch (SQLException e) {
                    log.debug("notifications are not heard: {}", e.getMessage());
                } finally {
                    lookout.listening(false);
                }
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            log.debug("listener ends");
        }
    }

    private void listen(Connection connection) throws SQLException {
        try {
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
            }
            lookout.look(connection); // what was appended before is never told
            lookout.listening(true);
            PGConnection notified = connection.unwrap(PGConnection.class);
            while (closing.getCount() > 0) {
                PGNotification[] heard = notified.getNotifications((int) SILENCE.toMillis());
                if (closing.getCount() > 0) {
                    lookout.look(connection);
                }
                log.trace("{} notifications", heard == null ? 0 : heard.length);
            }
        } finally {
            giveBack(connection);
        }
    }

    /// Nobody else may get a connection that listens, and its pool must notice a broken one.
    private static void giveBack(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("unlisten *");
        } catch (SQLException e) {
            log.debug("the listening connection is gone: {}", e.getMessage());
        }
    }
}
