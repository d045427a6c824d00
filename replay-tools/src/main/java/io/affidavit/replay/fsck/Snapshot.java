package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.ChainEnd;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the database says of its logs, all at one moment. It is taken in one short transaction; the
/// records below the sizes found here never change any more and are read later without holding it.
///
/// @param heads one per log
/// @param opened what the last log says when it begins; null when that cannot be read
/// @param organizations per log, the end of each organization's chain
/// @param seals per log, what is sealed of it
/// @param strays rows at or above the size of their log, or of a log without head, as `table log
///   position`
record Snapshot(
        List<Head> heads,
        @Nullable LogOpened opened,
        Map<Integer, NavigableMap<String, ChainEnd>> organizations,
        Map<Integer, Sealed> seals,
        List<Stray> strays) {

    /// What is sealed of a log.
    ///
    /// @param newest largest size that was signed; -1 for none
    /// @param last largest index of a tile by level
    record Sealed(long newest, Map<Integer, Long> last) {

        static Sealed nothing() {
            return new Sealed(-1, new TreeMap<>());
        }
    }

    /// A row that no head covers.
    record Stray(String table, int log, long position) {}

    static Snapshot take(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            return new Snapshot(
                    heads(statement),
                    opened(statement),
                    organizations(statement),
                    seals(statement),
                    strays(statement));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /// Whether another log was opened behind one, so that nothing is appended to it or signed of
    /// it.
    boolean isEnded(Head head) {
        return head.log() < heads.getLast().log();
    }

    private static @Nullable LogOpened opened(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "select rec from evidence.record where pos = 0"
                                + " and log = (select max(log) from evidence.head)")) {
            if (!row.next()) {
                return null;
            }
            RecordView record = RecordView.parse(row.getBytes(1));
            return EventSerializer.read(
                                    record.type(),
                                    Integer.toString(record.rev()),
                                    record.data(),
                                    record.parts())
                            instanceof LogOpened opened
                    ? opened
                    : null;
        } catch (FormException | IllegalArgumentException e) {
            return null; // a failure of its own
        }
    }

    private static List<Head> heads(Statement statement) throws SQLException {
        List<Head> heads = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "select log, origin, size, prev, at, frontier from evidence.head"
                                + " order by log")) {
            while (rows.next()) {
                heads.add(
                        new Head(
                                rows.getInt(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getBytes(4),
                                rows.getString(5),
                                rows.getBytes(6)));
            }
        }
        return heads;
    }

    private static Map<Integer, NavigableMap<String, ChainEnd>> organizations(Statement statement)
            throws SQLException {
        Map<Integer, NavigableMap<String, ChainEnd>> ends = new TreeMap<>();
        try (ResultSet rows =
                statement.executeQuery("select log, org, seq, leaf from evidence.org_head")) {
            while (rows.next()) {
                ends.computeIfAbsent(rows.getInt(1), _ -> new TreeMap<>())
                        .put(rows.getString(2), new ChainEnd(rows.getLong(3), rows.getBytes(4)));
            }
        }
        return ends;
    }

    private static Map<Integer, Sealed> seals(Statement statement) throws SQLException {
        Map<Integer, Sealed> seals = new TreeMap<>();
        try (ResultSet rows =
                statement.executeQuery("select log, max(size) from seal.checkpoint group by log")) {
            while (rows.next()) {
                seals.put(rows.getInt(1), new Sealed(rows.getLong(2), new TreeMap<>()));
            }
        }
        try (ResultSet rows =
                statement.executeQuery(
                        "select log, level, max(idx) from seal.tile group by 1, 2")) {
            while (rows.next()) {
                Sealed sealed = seals.computeIfAbsent(rows.getInt(1), _ -> Sealed.nothing());
                sealed.last().put(rows.getInt(2), rows.getLong(3));
            }
        }
        return seals;
    }

    /// Jumps from log to log along the primary key instead of reading every row.
    private static List<Stray> strays(Statement statement) throws SQLException {
        List<Stray> strays = new ArrayList<>();
        for (String table : List.of("record", "part")) {
            try (ResultSet rows =
                    statement.executeQuery(
                            """
                            with recursive present(log) as (
                                select min(log) from evidence.%1$s
                                union all
                                select (select min(log) from evidence.%1$s where log > present.log)
                                from present where present.log is not null)
                            select present.log, stray.pos
                            from present left join evidence.head using (log),
                                lateral (select pos from evidence.%1$s
                                    where log = present.log and pos >= coalesce(head.size, 0)
                                    order by pos limit 1) stray
                            order by 1\
                            """
                                    .formatted(table))) {
                while (rows.next()) {
                    strays.add(new Stray(table, rows.getInt(1), rows.getLong(2)));
                }
            }
        }
        return strays;
    }
}
