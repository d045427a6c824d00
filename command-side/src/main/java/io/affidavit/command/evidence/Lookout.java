package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/// Looks at the head for readers when nobody else has told them lately how far the log goes.
///
/// While notifications arrive, or this node's own appends and lease renewals show the head, nobody
/// needs to; a reader that waits without any of these looks often.
final class Lookout {

    /// Longest time without a look while notifications are listened to. Renewals of the lease look
    /// more often, so a reader does only when something is wrong.
    private static final Duration LISTENING = Duration.ofSeconds(2);

    /// The same while they are not.
    private static final Duration DEAF = Duration.ofMillis(200);

    private final DataSource source;
    private final HeadTable heads;
    private final CommittedRing ring;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile boolean listening;

    Lookout(DataSource evidenceDataSource, HeadTable heads, CommittedRing ring) {
        this.source = evidenceDataSource;
        this.heads = heads;
        this.ring = ring;
    }

    /// Says whether notifications would arrive.
    void listening(boolean now) {
        listening = now;
    }

    long patienceNanos() {
        return (listening ? LISTENING : DEAF).toNanos();
    }

    /// Looks if it is due. Whoever returns knows that the head was seen lately.
    ///
    /// @throws EventStoreException if the database does not answer
    void lookIfDue() {
        if (ring.age() < patienceNanos()) {
            return;
        }
        looking.lock();
        try {
            if (ring.age() >= patienceNanos()) {
                look();
            }
        } catch (SQLException e) {
            throw new EventStoreException("the end of the log cannot be seen", e);
        } finally {
            looking.unlock();
        }
    }

    private void look() throws SQLException {
        try (Connection connection = source.getConnection()) {
            look(connection);
        }
    }

    /// Looks through a connection that somebody has at hand.
    void look(Connection connection) throws SQLException {
        ring.advanceTo(heads.end(connection));
    }
}
