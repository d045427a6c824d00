package io.affidavit.command.limit;

import io.affidavit.command.limit.LimitAccount.Raise;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// SQL on limits and accounts.
final class LimitTable {

    private static final EventNames.EventName SET = EventNames.of(LimitSet.class);

    /// Limits that hang on some scopes or have some ids, a row for each bucket of theirs.
    static final String FIND =
            """
            select t.data, t.since, t.raised_to, t.raised_until, a.bucket, a.spent, a.held
            from evidence.limit_terms t left join evidence.account a using (limit_id)
            where t.scope = any (?) or t.limit_id = any (?)
            """;

    private static final String ALL =
            """
            select t.data, t.since, t.raised_to, t.raised_until, a.bucket, a.spent, a.held
            from evidence.limit_terms t left join evidence.account a using (limit_id)
            """;
    private static final String STORY =
            "select rec from evidence.record where agg = ? order by agg_seq";
    private static final String SET_TERMS =
            """
            insert into evidence.limit_terms (limit_id, scope, data, since) values (?, ?, ?, ?)
            on conflict (limit_id) do update set data = excluded.data
            """;
    private static final String RAISE =
            "update evidence.limit_terms set raised_to = ?, raised_until = ? where limit_id = ?";
    private static final String REMOVE =
            """
            with gone as (delete from evidence.limit_terms where limit_id = ? returning limit_id)
            delete from evidence.account a using gone g where a.limit_id = g.limit_id
            """;

    private LimitTable() {}

    /// Limits that hang on these scopes or have these ids.
    static Collection<LimitAccount> find(
            Connection connection, Collection<LimitScope> scopes, Collection<LimitId> ids)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            bindFind(select, 1, scopes, ids);
            try (ResultSet rows = select.executeQuery()) {
                return accounts(rows);
            }
        }
    }

    /// Sets the parameters of [#FIND].
    ///
    /// @param first index of its first one
    static void bindFind(
            PreparedStatement select,
            int first,
            Collection<LimitScope> scopes,
            Collection<LimitId> ids)
            throws SQLException {
        select.setArray(first, texts(select.getConnection(), scopes));
        select.setArray(first + 1, texts(select.getConnection(), ids));
    }

    /// All limits.
    static Collection<LimitAccount> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            return accounts(rows);
        }
    }

    /// What the rows of a question for limits say.
    static Collection<LimitAccount> accounts(ResultSet rows) throws SQLException {
        Map<LimitId, LimitAccount> found = new LinkedHashMap<>();
        while (rows.next()) {
            LimitSet set = (LimitSet) event(rows.getBytes(1));
            LimitAccount account = found.get(set.terms().limit());
            if (account == null) {
                account =
                        new LimitAccount(
                                set.terms(),
                                set.organization(),
                                instant(rows, 2),
                                raise(rows),
                                new Cells());
                found.put(set.terms().limit(), account);
            }
            long bucket = rows.getLong(5);
            if (!rows.wasNull()) {
                account.cells().move(bucket, rows.getLong(6), rows.getLong(7));
            }
        }
        return found.values();
    }

    private static DomainEvent event(byte[] data) {
        return EventSerializer.read(SET.type(), SET.revision(), data, List.of());
    }

    private static @Nullable Raise raise(ResultSet rows) throws SQLException {
        long amount = rows.getLong(3);
        return rows.wasNull() ? null : new Raise(amount, instant(rows, 4));
    }

    private static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static java.sql.Array texts(Connection connection, Collection<?> values)
            throws SQLException {
        return connection.createArrayOf(
                "text", values.stream().map(Object::toString).toArray(String[]::new));
    }

    /// The records of a call, in order.
    static List<RecordView> story(Connection connection, CallId call) throws SQLException {
        List<RecordView> story = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(STORY)) {
            select.setObject(1, call.value());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    story.add(RecordView.parse(rows.getBytes(1)));
                }
            }
        }
        return story;
    }

    static void write(Connection connection, LimitSet set, Instant at) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SET_TERMS)) {
            insert.setString(1, set.terms().limit().value());
            insert.setString(2, set.terms().scope().toString());
            insert.setBytes(3, EventSerializer.data(set));
            // As records bear it: the database would round up what they cut off.
            insert.setObject(4, at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    static void write(Connection connection, LimitRaisedTemporarily raised) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RAISE)) {
            update.setLong(1, raised.amount());
            update.setObject(2, raised.until().atOffset(ZoneOffset.UTC));
            update.setString(3, raised.limit().value());
            update.executeUpdate();
        }
    }

    static void write(Connection connection, LimitRemoved removed) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
            delete.setString(1, removed.limit().value());
            delete.executeUpdate();
        }
    }
}
