package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.projections.seal.OrganizationEnds.End;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.RecordTemplate;
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

    /// By the index of rare types whatever the planner believes: with the statistics of a younger
    /// log, or of a restored one, it would walk all of the log in the order of its positions.
    private static final String OF_TYPES =
            "select rec from evidence.record where type = any (?) and log + 0 = ?"
                    + " and type not in ('call.admitted', 'guardrail.judged', 'route.chosen',"
                    + " 'call.completed') order by pos + 0";

    private static final String NEWEST_OF_TYPE =
            OF_TYPES.replace("any (?)", "?") + " desc limit 100";

    /// Records read at once, as one row: the server spends as much on them as one by one, the
    /// reader a fifth less. Each pack is read, hashed and followed before the next is asked for, so
    /// that neither side keeps a core for more than a fraction of a millisecond: the kernel lets a
    /// thread that wakes up wait until the one on its core has had its slice, which is some
    /// milliseconds, and of a machine of two cores an appender that is woken twice a batch needs
    /// both.
    private static final int PACK = 128;

    /// A place is position, length of the record, length of the leaf, leaf. A row that is longer
    /// than any record is cut behind what would still be one, so that it hashes to another leaf,
    /// and nobody who edits a row can fill this process' memory.
    private static final String PACKED =
            """
            select string_agg(rec, ''::bytea),
                string_agg(int8send(pos) || int4send(octet_length(rec))
                    || int4send(octet_length(leaf)) || leaf, ''::bytea)
            from (
                select pos, substring(rec for MORE) as rec, substring(leaf for LONGER) as leaf
                from evidence.record
                where log = ? and pos >= ? and pos < ?
                order by pos) as part
            """
                    .replace("MORE", Integer.toString(RecordTemplate.MAX_BYTES + 1))
                    .replace("LONGER", Integer.toString(Leaf.BYTES + 1));

    private static final String BY_INDEX = "set enable_bitmapscan = off; set enable_seqscan = off";

    /// Records between two looks at what else there is to do.
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

    /// Has everything asked for found by an index, and a page in its order. Left to itself the
    /// server collects a page in a bitmap and sorts it, which costs it more than sending it; and it
    /// would keep to what was best when the log was empty.
    void findByIndex() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BY_INDEX);
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

    /// Hands on the records from `from` (inclusive) to `to` (exclusive) in their order. They are in
    /// memory by then, so that the connection is free for other questions.
    void read(long from, long to, Sink sink) throws SQLException, BrokenLogException {
        MessageDigest digest = Leaf.newDigest();
        try (PreparedStatement select = connection.prepareStatement(PACKED)) {
            select.setShort(1, log);
            for (long first = from; first < to; first += PACK) {
                select.setLong(2, first);
                select.setLong(3, Math.min(to, first + PACK));
                List<RecordRow> pack = read(select, digest);
                yieldToAppender();
                for (RecordRow row : pack) {
                    sink.row(row);
                }
                yieldToAppender();
            }
        }
    }

    private static List<RecordRow> read(PreparedStatement select, MessageDigest digest)
            throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            byte[] records = row.getBytes(1);
            return records == null ? List.of() : unpack(digest, records, row.getBytes(2));
        }
    }

    /// Only how long an append waits for a core depends on it, nothing that is sealed.
    @SuppressWarnings("ThreadPriorityCheck")
    private static void yieldToAppender() {
        Thread.yield();
    }

    private static List<RecordRow> unpack(MessageDigest digest, byte[] records, byte[] places) {
        List<RecordRow> pack = new ArrayList<>(PACK);
        ByteBuffer place = ByteBuffer.wrap(places);
        int begin = 0;
        while (place.hasRemaining()) {
            long position = place.getLong();
            int end = begin + place.getInt();
            byte[] stored = new byte[place.getInt()];
            place.get(stored);
            byte[] leaf = Leaf.leaf(digest, records, begin, end);
            pack.add(new RecordRow(position, records, begin, end, leaf, stored));
            begin = end;
        }
        return pack;
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
