package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The one connection of the writer, replaced when it breaks. A statement that gets no answer for
/// [#ANSWER_TIMEOUT] counts as broken: a paused server must not hold the writer for ever.
final class WriterConnection implements AutoCloseable {

    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Executor SAME_THREAD = Runnable::run;

    private final DataSource source;
    private @Nullable Connection connection;
    private Duration pause = FIRST_PAUSE;

    WriterConnection(DataSource source) {
        this.source = source;
    }

    /// The connection in autocommit mode, opened if need be.
    Connection get() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = source.getConnection();
            open.setAutoCommit(true);
            open.setNetworkTimeout(SAME_THREAD, (int) ANSWER_TIMEOUT.toMillis());
            connection = open;
            pause = FIRST_PAUSE;
        }
        return open;
    }

    /// Gives up the connection after a failure and waits a little, longer each time.
    void discard() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.abort(SAME_THREAD);
                broken.close();
            } catch (SQLException e) {
                return; // it is given up because it is broken
            }
        }
    }

    /// Waits before the next try, longer each time until one succeeds.
    void pause() {
        LockSupport.parkNanos(this, pause.toNanos());
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    /// Gives a sound connection back, as its pool expects it.
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                return; // the pool closes it with all others
            }
        }
    }
}
