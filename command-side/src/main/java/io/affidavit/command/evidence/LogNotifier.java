package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other nodes that this one has appended, while there are any.
///
/// Not within the append: a notification takes a lock that all databases of the server share. One
/// transaction tells of everything since the last; it need not survive a crash, so nobody waits for
/// the disk.
final class LogNotifier implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogNotifier.class);

    /// Shortest time between two notifications: each wakes a thread of every node.
    private static final Duration PAUSE = Duration.ofMillis(25);

    private static final String NOTIFY =
            "select set_config('synchronous_commit', 'off', true), pg_notify('"
                    + LogListener.CHANNEL
                    + "', '')";

    private final DataSource source;
    private volatile boolean heard;
    private volatile boolean due;
    private volatile boolean closing;
    private final Thread thread = Thread.ofVirtual().name("log-notifier").unstarted(this::run);

    LogNotifier(DataSource evidenceDataSource) {
        this.source = evidenceDataSource;
    }

    void start() {
        thread.start();
    }

    /// Says whether another node lives that would listen.
    void heard(boolean others) {
        heard = others;
    }

    /// This node has appended.
    void appended() {
        if (heard && !due) {
            due = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!closing) {
                if (!due) {
                    LockSupport.park(this);
                    continue;
                }
                due = false;
                tell();
                Thread.sleep(PAUSE); // not parked: the next append would cut it short
            }
        } catch (InterruptedException e) {
            log.debug("notifier ends");
        }
    }

    private void tell() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(NOTIFY);
        } catch (SQLException e) { // they look by themselves
            log.debug("other nodes not told: {}", e.getMessage());
        }
    }
}
