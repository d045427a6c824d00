package io.affidavit.replay.fsck;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/// The stored checkpoints of one log by size, a page at a time.
final class CheckpointRows {

    private static final int PAGE = 256;
    private static final String SELECT =
            "select size, root, note from seal.checkpoint"
                    + " where log = ? and size > ? and size <= ? order by size limit ?";

    private final Connection connection;
    private final int log;
    private final long newest;
    private final Deque<Row> page = new ArrayDeque<>();
    private long last;
    private boolean more = true;

    /// A row as it is stored.
    @SuppressWarnings("ArrayRecordComponent") // bytes as read, compared and dropped
    record Row(long size, byte[] root, byte[] note) {}

    /// @param newest the largest size that is asked for
    CheckpointRows(Connection connection, int log, long newest) {
        this.connection = connection;
        this.log = log;
        this.newest = newest;
    }

    /// Size of the next one; -1 behind the last.
    long nextSize() throws SQLException {
        if (page.isEmpty() && more) {
            read();
        }
        return page.isEmpty() ? -1 : page.getFirst().size();
    }

    Row take() {
        return page.removeFirst();
    }

    private void read() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, log);
            select.setLong(2, last);
            select.setLong(3, newest);
            select.setInt(4, PAGE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    page.add(new Row(last, rows.getBytes(2), rows.getBytes(3)));
                }
            }
        }
        more = page.size() == PAGE;
    }
}
