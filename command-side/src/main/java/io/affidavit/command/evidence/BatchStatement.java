package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.RecordTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Writes a whole batch: the head moves only if it is where the batch was placed from, and
/// everything else happens only if it moved.
///
/// Small batches take one round trip. Large ones send their records by `COPY`, which costs the
/// server about a quarter less, in a transaction of four round trips.
final class BatchStatement {

    private static final int COPY_FROM = 80; // events; below it the extra round trips cost more

    private static final int AFTER_HEAD = 16; // its parameters end before this one

    private static final String HEAD =
            """
            with moved as (
                update evidence.head set size = ?, prev = ?, at = ?, frontier = ?
                where ctid = ?::tid and log = ? and size = ? and prev = ? and fence = ?
                returning log, ctid::text as address),
            tenants as (
                insert into evidence.org_head (log, org, seq, leaf)
                select m.log, t.org, t.seq, t.leaf
                from moved m, unnest(?::text[], ?::bigint[], ?::bytea[]) t (org, seq, leaf)
                on conflict (log, org) do update set seq = excluded.seq, leaf = excluded.leaf),
            blobs as (
                insert into evidence.part (log, pos, name, blob)
                select m.log, p.pos, p.name, p.blob
                from moved m, unnest(?::bigint[], ?::text[], ?::bytea[]) p (pos, name, blob))
            """;
    private static final String ACCOUNTS =
            """
            , accounts as (
                insert into evidence.account (limit_id, bucket, spent, held)
                select a.limit_id, a.bucket, a.spent, a.held
                from moved m, unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
                    a (limit_id, bucket, spent, held)
                on conflict (limit_id, bucket)
                    do update set spent = excluded.spent, held = excluded.held)
            """;
    private static final String OUTLIVED =
            """
            , outlived as (
                delete from evidence.account o using moved m,
                    unnest(?::text[], ?::bigint[]) a (limit_id, oldest)
                where o.limit_id = a.limit_id and o.bucket < a.oldest)
            """;
    private static final String RECORDS =
            """
            , records as (
                insert into evidence.record (log, pos, rec, leaf, type, agg, agg_seq, org)
                select m.log, r.pos, r.rec, r.leaf, r.type, r.agg::uuid, r.agg_seq, r.org
                from moved m, unnest(?::bigint[], ?::bytea[], ?::bytea[], ?::text[], ?::text[],
                    ?::integer[], ?::text[]) r (pos, rec, leaf, type, agg, agg_seq, org))
            """;
    private static final String MOVED = "select address from moved";
    private static final String COMMIT = "; commit";
    private static final String COPY =
            "copy evidence.record (log, pos, rec, leaf, type, agg, agg_seq, org)"
                    + " from stdin (format binary)";

    private final CopyBuffer buffer = new CopyBuffer();

    /// The address of the head's row from now on, or null if the head was not where the batch
    /// expects it, and then nothing was written. Commits unless the connection is in a transaction
    /// already.
    ///
    /// @param last SQL that follows in the same transaction, empty or begun by a semicolon
    @Nullable String write(
            Connection connection,
            Placement placed,
            List<AppendLedger.Account> accounts,
            List<AppendLedger.Outlived> outlived,
            String last)
            throws SQLException {
        boolean own = connection.getAutoCommit();
        if (placed.count() < COPY_FROM) {
            String end = own ? last : last + COMMIT;
            return moveHead(connection, placed, accounts, outlived, RECORDS, end);
        }
        connection.setAutoCommit(false);
        String moved = moveHead(connection, placed, accounts, outlived, "", last);
        if (moved != null) {
            copy(connection, placed);
        }
        connection.commit();
        connection.setAutoCommit(own);
        return moved;
    }

    private static @Nullable String moveHead(
            Connection connection,
            Placement placed,
            List<AppendLedger.Account> accounts,
            List<AppendLedger.Outlived> outlived,
            String records,
            String end)
            throws SQLException {
        String booked = (accounts.isEmpty() ? "" : ACCOUNTS) + (outlived.isEmpty() ? "" : OUTLIVED);
        try (PreparedStatement statement =
                connection.prepareStatement(HEAD + booked + records + MOVED + end)) {
            Head from = placed.from();
            statement.setLong(1, from.size + placed.count());
            statement.setBytes(2, placed.lastLeaf());
            statement.setString(3, RecordTime.format(placed.at()));
            statement.setBytes(4, placed.frontier().toBytes());
            statement.setString(5, from.address);
            statement.setShort(6, from.log);
            statement.setLong(7, from.size);
            statement.setBytes(8, from.previous);
            statement.setLong(9, from.fence);
            bindLinks(connection, statement, placed);
            bindParts(connection, statement, placed.parts());
            int next = AFTER_HEAD;
            if (!accounts.isEmpty()) {
                next = bindAccounts(connection, statement, next, accounts);
            }
            if (!outlived.isEmpty()) {
                next = bindOutlived(connection, statement, next, outlived);
            }
            if (!records.isEmpty()) {
                bindRecords(connection, statement, next, placed.records());
            }
            statement.execute();
            try (ResultSet moved = statement.getResultSet()) {
                return moved.next() ? moved.getString(1) : null;
            }
        }
    }

    private void copy(Connection connection, Placement placed) throws SQLException {
        byte[] bytes = buffer.encode(placed.from().log, placed.records());
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            copy.writeToCopy(bytes, 0, buffer.length());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void bindLinks(
            Connection connection, PreparedStatement statement, Placement placed)
            throws SQLException {
        int count = placed.links().size();
        String[] organizations = new String[count];
        Long[] sequences = new Long[count];
        byte[][] leaves = new byte[count][];
        int i = 0;
        for (var entry : placed.links().entrySet()) {
            organizations[i] = entry.getKey();
            sequences[i] = entry.getValue().sequence();
            leaves[i++] = entry.getValue().leaf();
        }
        statement.setArray(10, connection.createArrayOf("text", organizations));
        statement.setArray(11, connection.createArrayOf("int8", sequences));
        statement.setArray(12, connection.createArrayOf("bytea", leaves));
    }

    private static void bindParts(
            Connection connection, PreparedStatement statement, List<Placement.PlacedPart> parts)
            throws SQLException {
        Long[] positions = new Long[parts.size()];
        String[] names = new String[parts.size()];
        byte[][] blobs = new byte[parts.size()][];
        for (int i = 0; i < parts.size(); i++) {
            positions[i] = parts.get(i).position();
            names[i] = parts.get(i).name();
            blobs[i] = parts.get(i).blob();
        }
        statement.setArray(13, connection.createArrayOf("int8", positions));
        statement.setArray(14, connection.createArrayOf("text", names));
        statement.setArray(15, connection.createArrayOf("bytea", blobs));
    }

    private static int bindAccounts(
            Connection connection,
            PreparedStatement statement,
            int first,
            List<AppendLedger.Account> accounts)
            throws SQLException {
        int count = accounts.size();
        String[] limits = new String[count];
        Long[][] figures = new Long[3][count];
        for (int i = 0; i < count; i++) {
            AppendLedger.Account account = accounts.get(i);
            limits[i] = account.limit();
            figures[0][i] = account.bucket();
            figures[1][i] = account.spent();
            figures[2][i] = account.held();
        }
        int next = first;
        statement.setArray(next++, connection.createArrayOf("text", limits));
        statement.setArray(next++, connection.createArrayOf("int8", figures[0]));
        statement.setArray(next++, connection.createArrayOf("int8", figures[1]));
        statement.setArray(next++, connection.createArrayOf("int8", figures[2]));
        return next;
    }

    private static int bindOutlived(
            Connection connection,
            PreparedStatement statement,
            int first,
            List<AppendLedger.Outlived> outlived)
            throws SQLException {
        String[] limits =
                outlived.stream().map(AppendLedger.Outlived::limit).toArray(String[]::new);
        Long[] oldest = outlived.stream().map(AppendLedger.Outlived::oldest).toArray(Long[]::new);
        statement.setArray(first, connection.createArrayOf("text", limits));
        statement.setArray(first + 1, connection.createArrayOf("int8", oldest));
        return first + 2;
    }

    private static void bindRecords(
            Connection connection,
            PreparedStatement statement,
            int first,
            List<Placement.Placed> records)
            throws SQLException {
        int count = records.size();
        Long[] positions = new Long[count];
        byte[][] bytes = new byte[count][];
        byte[][] leaves = new byte[count][];
        String[] types = new String[count];
        String[] aggregates = new String[count];
        Integer[] sequences = new Integer[count];
        @Nullable String[] organizations = new String[count];
        for (int i = 0; i < count; i++) {
            Placement.Placed placed = records.get(i);
            positions[i] = placed.position();
            bytes[i] = placed.record();
            leaves[i] = placed.leaf();
            types[i] = placed.event().type();
            aggregates[i] = placed.event().aggregate().toString();
            sequences[i] = placed.event().sequence();
            organizations[i] = placed.event().organization();
        }
        statement.setArray(first, connection.createArrayOf("int8", positions));
        statement.setArray(first + 1, connection.createArrayOf("bytea", bytes));
        statement.setArray(first + 2, connection.createArrayOf("bytea", leaves));
        statement.setArray(first + 3, connection.createArrayOf("text", types));
        statement.setArray(first + 4, connection.createArrayOf("text", aggregates));
        statement.setArray(first + 5, connection.createArrayOf("int4", sequences));
        statement.setArray(first + 6, connection.createArrayOf("text", organizations));
    }
}
