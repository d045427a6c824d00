package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.projections.seal.OrganizationEnds.End;
import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the records and the head of a log.
///
/// @param connection as the sealer
/// @param log ordinal of the log
record RecordRows(Connection connection, short log) {

    private static final String CURRENT = "select coalesce(max(log), 0) from evidence.head";
    private static final String HEAD =
            "select origin, size, prev, at, frontier from evidence.head where log = ?";
    private static final String AT = "select rec from evidence.record where log = ? and pos = ?";
    private static final String LAST_OF =
            "select rec from evidence.record where org = ? and log = ? and pos < ?"
                    + " order by pos desc limit 1";

    private static final String OF_TYPES =
            "select rec from evidence.record where type = any (?) and log = ?"
                    + " and type not in ('call.admitted', 'guardrail.judged', 'route.chosen',"
                    + " 'call.completed') order by pos";
    private static final String NEWEST_OF_TYPE =
            OF_TYPES.replace("any (?)", "?") + " desc limit 100";

    private static final String IN_ORDER = "set enable_bitmapscan = off";

    /// Records read in one statement: at most 32 MiB, mostly one.
    static final int PAGE = 1_024;

    /// Takes each record that is read.
    @FunctionalInterface
    interface Sink {

        void row(RecordRow row) throws BrokenLogException, SQLException;
    }

    /// What the appender says of the log.
    ///
    /// @param previous leaf hash of the last record
    /// @param at time of the last record
    /// @param frontier right edge of the tree
    @SuppressWarnings("ArrayRecordComponent") // a row as read, compared once
    record Head(String origin, long size, byte[] previous, String at, byte[] frontier) {}

    /// Ordinal of the log that is appended to: the last one that was opened, 0 before the first.
    static short current(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CURRENT);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getShort(1);
        }
    }

    /// Has the rows of a page come in the order of their index. Left to itself the server collects
    /// them in a bitmap and sorts them, which costs it more than sending them.
    static void readInOrder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(IN_ORDER);
        }
    }

    /// The head as it is committed; null for a log that was never opened.
    @Nullable Head head() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HEAD)) {
            select.setShort(1, log);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Head(
                                row.getString(1),
                                row.getLong(2),
                                row.getBytes(3),
                                row.getString(4),
                                row.getBytes(5))
                        : null;
            }
        }
    }

    /// Hands on the records from `from` (inclusive) to `to` (exclusive) in their order, at most a
    /// page. They are in memory by then, so that the connection is free for other questions; hashed
    /// they are while others arrive.
    void read(long from, long to, Sink sink) throws SQLException, IOException, BrokenLogException {
        String query =
                "select pos, rec, leaf from evidence.record where log = "
                        + log
                        + " and pos >= "
                        + from
                        + " and pos < "
                        + to
                        + " order by pos";
        List<RecordRow> page = new ArrayList<>(PAGE);
        MessageDigest digest = Leaf.newDigest();
        try (CopyRows rows = CopyRows.open(connection, query)) {
            while (rows.next()) {
                long position = rows.int64();
                ByteBuffer record = rows.inPlace();
                byte[] array = record.array();
                int begin = record.arrayOffset() + record.position();
                int end = begin + record.remaining();
                byte[] leaf = Leaf.leaf(digest, array, begin, end);
                page.add(new RecordRow(position, array, begin, end, leaf, rows.bytes()));
            }
        }
        for (RecordRow row : page) {
            sink.row(row);
        }
    }

    /// The bytes of a record that must be there.
    byte[] at(long position) throws SQLException, BrokenLogException {
        try (PreparedStatement select = connection.prepareStatement(AT)) {
            select.setShort(1, log);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw BrokenLogException.of(
                            Kind.MISSING, position, "no record", "record " + position);
                }
                return row.getBytes(1);
            }
        }
    }

    /// The newest records of a type of which there are few, at most a hundred.
    List<byte[]> ofType(String type) throws SQLException {
        List<byte[]> records = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(NEWEST_OF_TYPE)) {
            select.setString(1, type);
            select.setShort(2, log);
            readRecords(select, records);
        }
        return records;
    }

    /// All records of types of which there are few, in their order.
    List<byte[]> allOf(List<String> types) throws SQLException {
        List<byte[]> records = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OF_TYPES)) {
            select.setArray(1, connection.createArrayOf("text", types.toArray()));
            select.setShort(2, log);
            readRecords(select, records);
        }
        return records;
    }

    private static void readRecords(PreparedStatement select, List<byte[]> records)
            throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                records.add(rows.getBytes(1));
            }
        }
    }

    /// The end of an organization's chain before a position.
    End lastOf(String organization, long position) throws SQLException, BrokenLogException {
        try (PreparedStatement select = connection.prepareStatement(LAST_OF)) {
            select.setString(1, organization);
            select.setShort(2, log);
            select.setLong(3, position);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return End.NONE;
                }
                byte[] record = row.getBytes(1);
                RecordMembers members = new RecordMembers();
                if (!members.read(record, 0, record.length) || !members.hasOrganization()) {
                    throw BrokenLogException.of(
                            Kind.RECORD_FORM,
                            position,
                            "another record before it",
                            "a record of " + organization);
                }
                return new End(members.organizationSequence(), Leaf.leaf(record));
            }
        }
    }
}
