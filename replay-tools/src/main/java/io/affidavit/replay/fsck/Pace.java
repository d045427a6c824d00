package io.affidavit.replay.fsck;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// Keeps an audit from harming the log it audits: as long as the head moves, it rests after each
/// range for a multiple of the time that the range took. A log at rest is read at full speed.
final class Pace {

    private static final int REST_PER_WORK = 3;
    private static final Duration LONGEST_REST = Duration.ofMillis(200);

    private final Connection connection;
    private final int log;
    private long size;
    private long since;

    Pace(Connection connection, Head head) {
        this.connection = connection;
        this.log = head.log();
        this.size = head.size();
        this.since = System.nanoTime();
    }

    void rest() throws SQLException {
        long now = sizeNow();
        if (now != size) {
            long worked = System.nanoTime() - since;
            pause(Duration.ofNanos(REST_PER_WORK * worked));
        }
        size = now;
        since = System.nanoTime();
    }

    private long sizeNow() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select size from evidence.head where log = ?")) {
            statement.setInt(1, log);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : size;
            }
        }
    }

    private static void pause(Duration wanted) throws SQLException {
        try {
            Thread.sleep(wanted.compareTo(LONGEST_REST) < 0 ? wanted : LONGEST_REST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }
}
