package io.affidavit.bench.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import javax.sql.DataSource;

/// What the log says of a run, asked past the gateways.
///
/// @param database opens connections that may read everything
record Truth(DataSource database) {

    private static final String ENDS =
            "('call.completed', 'call.failed', 'call.refused', 'call.abandoned')";
    private static final String NODES =
            "select convert_from(rec, 'UTF8')::json #>> '{node,id}' as id,"
                    + " (convert_from(rec, 'UTF8')::json #>> '{node,seq}')::bigint as seq"
                    + " from evidence.record";

    /// Calls that a caller saw succeed and that have no end on record.
    long lost(Collection<String> succeeded) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select count(*) from unnest(?::uuid[]) told where not exists ("
                                        + "select 1 from evidence.record r where r.agg = told"
                                        + " and r.type in ('call.completed', 'call.concluded_late'))")) {
            statement.setArray(1, connection.createArrayOf("text", succeeded.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// Calls that ended more than once.
    long endedTwice() throws SQLException {
        return number(
                "select count(*) from (select from evidence.record where type in "
                        + ENDS
                        + " group by agg having count(*) > 1) twice");
    }

    /// Late conclusions that do not follow an abandonment directly.
    long lateWithoutReason() throws SQLException {
        return number(
                "select count(*) from evidence.record late where type = 'call.concluded_late'"
                        + " and not exists (select 1 from evidence.record a where a.agg = late.agg"
                        + " and a.type = 'call.abandoned' and a.agg_seq = late.agg_seq - 1)");
    }

    /// Positions that are missing below the greatest.
    long gaps() throws SQLException {
        return number("select max(pos) + 1 - count(*) from evidence.record");
    }

    /// Numbers that nodes skipped or used twice.
    long brokenCounters() throws SQLException {
        return number(
                "select coalesce(sum(abs(max - distinct_seq) + abs(all_seq - distinct_seq)), 0) from ("
                        + "select max(seq) + 1 as max, count(distinct seq) as distinct_seq,"
                        + " count(*) as all_seq from ("
                        + NODES
                        + ") n group by id) counters");
    }

    long openCalls() throws SQLException {
        return number(
                "select count(*) from evidence.record a where type = 'call.admitted' and not exists"
                        + " (select from evidence.record t where t.agg = a.agg and t.type in "
                        + ENDS
                        + ")");
    }

    long abandoned() throws SQLException {
        return number("select count(*) from evidence.record where type = 'call.abandoned'");
    }

    long concludedLate() throws SQLException {
        return number("select count(*) from evidence.record where type = 'call.concluded_late'");
    }

    long size() throws SQLException {
        return number("select size from evidence.head");
    }

    /// Middle of the times that completed calls behind a position took to be admitted,
    /// microseconds.
    double admissionMicros(long from, double share) throws SQLException {
        return number(
                "select coalesce(percentile_disc("
                        + share
                        + ") within group (order by (convert_from(rec, 'UTF8')::json"
                        + " #>> '{data,timings,admitted_micros}')::bigint), 0)"
                        + " from evidence.record where type = 'call.completed' and pos >= "
                        + from);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
