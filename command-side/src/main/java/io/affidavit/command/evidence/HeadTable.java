package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.RecordTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// SQL on the head of one log and on what a batch must know before it gets its places.
///
/// @param log ordinal of the log
record HeadTable(short log) {

    /// A fence that no batch was ever placed behind: the log has ended and another one goes on. Far
    /// from zero, because whoever resolves a doubt adds to it.
    static final long CLOSED = Long.MIN_VALUE / 2;

    private static final String HEAD =
            "select ctid::text, size, fence, prev, at, frontier from evidence.head where log = ?";
    private static final String LINKS =
            "select org, seq, leaf from evidence.org_head where log = ? and org = any (?)";
    private static final String SEQUENCES =
            "select agg, max(agg_seq) from evidence.record where agg = any (?::uuid[])"
                    + " group by agg";

    /// The log that is appended to: the last one that was opened.
    static HeadTable current(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "select coalesce(max(log), 0) from evidence.head");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new HeadTable(row.getShort(1));
        }
    }

    /// The origin of the log, or null when it was never opened.
    @Nullable LogOrigin origin(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select origin from evidence.head where log = ?")) {
            select.setShort(1, log);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new LogOrigin(row.getString(1)) : null;
            }
        }
    }

    /// The head; with `lock`, after every append that is still committing has ended.
    Head read(Connection connection, boolean lock) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(lock ? HEAD + " for update" : HEAD)) {
            select.setShort(1, log);
            try (ResultSet row = select.executeQuery()) {
                return head(row);
            }
        }
    }

    /// The locked head with what it must know of these tenants and aggregates, and what the ledger
    /// must know. One round trip; each of the statements sees what was committed before it, so the
    /// later ones see what the lock waited for.
    ///
    /// @param turn waited for before, if there is one to wait for
    /// @param ledger `null` when that asks nothing
    Head lock(
            Connection connection,
            HeadTurn turn,
            Collection<String> organizations,
            Collection<UUID> aggregates,
            AppendLedger.@Nullable Lookup ledger)
            throws SQLException {
        String stories = aggregates.isEmpty() ? "" : "; " + SEQUENCES;
        String accounts = ledger == null ? "" : "; " + ledger.query();
        String take = turn.take();
        try (PreparedStatement select =
                connection.prepareStatement(
                        take + HEAD + " for update; " + LINKS + stories + accounts)) {
            select.setShort(1, log);
            select.setShort(2, log);
            select.setArray(3, connection.createArrayOf("text", organizations.toArray()));
            int next = 4;
            if (!aggregates.isEmpty()) {
                select.setArray(next++, connection.createArrayOf("text", texts(aggregates)));
            }
            if (ledger != null) {
                ledger.bind(select, next);
            }
            select.execute();
            if (!take.isEmpty()) {
                turn.taken();
                select.getMoreResults();
            }
            Head head;
            try (ResultSet row = select.getResultSet()) {
                head = head(row);
            }
            organizations.forEach(organization -> head.learnLink(organization, Head.Link.NONE));
            try (ResultSet rows = nextAnswer(select)) {
                readLinks(rows, head);
            }
            if (!aggregates.isEmpty()) {
                aggregates.forEach(aggregate -> head.learnSequence(aggregate, -1));
                try (ResultSet rows = nextAnswer(select)) {
                    readSequences(rows, head);
                }
            }
            if (ledger != null) {
                try (ResultSet rows = nextAnswer(select)) {
                    ledger.read(rows);
                }
            }
            return head;
        }
    }

    private static ResultSet nextAnswer(PreparedStatement select) throws SQLException {
        select.getMoreResults();
        return select.getResultSet();
    }

    private Head head(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new SQLException("the log is not open", "55000");
        }
        if (row.getLong(3) < 0) {
            throw new SQLException("the log is closed: another one was opened behind it", "55000");
        }
        long size = row.getLong(2);
        return new Head(
                log,
                row.getString(1),
                size,
                row.getLong(3),
                row.getBytes(4),
                RecordTime.parse(row.getString(5)),
                Frontier.fromBytes(size, row.getBytes(6)));
    }

    private static void readLinks(ResultSet rows, Head head) throws SQLException {
        while (rows.next()) {
            head.learnLink(rows.getString(1), new Head.Link(rows.getLong(2), rows.getBytes(3)));
        }
    }

    private static void readSequences(ResultSet rows, Head head) throws SQLException {
        while (rows.next()) {
            head.learnSequence(rows.getObject(1, UUID.class), rows.getInt(2));
        }
    }

    private static String[] texts(Collection<UUID> aggregates) {
        return aggregates.stream().map(UUID::toString).toArray(String[]::new);
    }

    /// The place behind the last record.
    long end(Connection connection) throws SQLException {
        return LogPlace.pack(log, size(connection));
    }

    /// Number of records, 0 when the log was never opened.
    private long size(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select size from evidence.head where log = ?")) {
            select.setShort(1, log);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /// Teaches the head the ends of these tenants' chains.
    void learnLinks(Connection connection, Head head, Collection<String> organizations)
            throws SQLException {
        for (String organization : organizations) {
            head.learnLink(organization, Head.Link.NONE);
        }
        try (PreparedStatement select = connection.prepareStatement(LINKS)) {
            select.setShort(1, log);
            select.setArray(2, connection.createArrayOf("text", organizations.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                readLinks(rows, head);
            }
        }
    }

    /// Teaches the head the last sequences of these aggregates.
    static void learnSequences(Connection connection, Head head, Collection<UUID> aggregates)
            throws SQLException {
        for (UUID aggregate : aggregates) {
            head.learnSequence(aggregate, -1);
        }
        try (PreparedStatement select = connection.prepareStatement(SEQUENCES)) {
            select.setArray(1, connection.createArrayOf("text", texts(aggregates)));
            try (ResultSet rows = select.executeQuery()) {
                readSequences(rows, head);
            }
        }
    }

    /// Moves the fence: no batch that was placed before can be written after this is committed.
    void moveFence(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update evidence.head set fence = fence + 1 where log = ?")) {
            update.setShort(1, log);
            update.executeUpdate();
        }
    }

    /// Leaf of the record at a position, or null when there is none.
    byte @Nullable [] leafAt(Connection connection, long position) throws SQLException {
        return at(connection, "leaf", position);
    }

    private byte @Nullable [] at(Connection connection, String column, long position)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select " + column + " from evidence.record where log = ? and pos = ?")) {
            select.setShort(1, log);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }
}
