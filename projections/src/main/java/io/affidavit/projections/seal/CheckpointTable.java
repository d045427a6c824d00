package io.affidavit.projections.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// SQL on the published checkpoints of a log.
///
/// @param connection as the sealer
/// @param log ordinal of the log
record CheckpointTable(Connection connection, short log) {

    private static final String INSERT =
            "insert into seal.checkpoint (log, size, root, at, note) values (?, ?, ?, ?, ?)"
                    + " on conflict do nothing";
    private static final String NEWEST =
            "select size, root, note from seal.checkpoint where log = ?"
                    + " order by size desc limit 1";
    private static final String BEHIND =
            "select size, root, note from seal.checkpoint where log = ? and size > ?"
                    + " order by size limit ?";

    /// @param note the signed note as stored
    @SuppressWarnings("ArrayRecordComponent") // a row as read, checked once
    record Row(long size, byte[] root, byte[] note) {}

    /// Publishes a checkpoint, unless one of its size is.
    void insert(SealedCheckpoint sealed, Instant at) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setShort(1, log);
            insert.setLong(2, sealed.checkpoint().size());
            insert.setBytes(3, sealed.checkpoint().root().bytes());
            insert.setObject(4, at.atOffset(ZoneOffset.UTC));
            insert.setBytes(5, sealed.note().bytes());
            insert.executeUpdate();
        }
    }

    /// The one of the largest size.
    Optional<Row> newest() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setShort(1, log);
            return rows(select).stream().findFirst();
        }
    }

    /// Those of larger sizes, the smallest first.
    List<Row> behind(long size, int max) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BEHIND)) {
            select.setShort(1, log);
            select.setLong(2, size);
            select.setInt(3, max);
            return rows(select);
        }
    }

    private static List<Row> rows(PreparedStatement select) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = select.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(result.getLong(1), result.getBytes(2), result.getBytes(3)));
            }
        }
        return rows;
    }
}
