package io.affidavit.replay.fsck;

import io.affidavit.replay.fsck.AccountFold.Amounts;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.LimitId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Derives all limits and their accounts from the records and compares them with those that the
/// gateway keeps and enforces. The difference must be nothing at all.
public final class AccountCheck {

    private static final int PAGE = 2_000;
    private static final String RECORDS =
            """
            select pos, rec from evidence.record
            where log = ? and pos > ? and pos < ? and type = any (?)
                and (type <> 'route.chosen' or position('"holds":[{'::bytea in rec) > 0)
            order by pos limit ?
            """;
    private static final String[] TYPES = {
        "limit.set",
        "limit.raised_temporarily",
        "limit.removed",
        "call.admitted",
        "route.chosen", // only those that hold something: of most calls nothing is read
        "attempt.failed",
        "call.completed",
        "call.failed",
        "call.abandoned",
        "call.concluded_late"
    };

    private final DataSource reader;
    private final Failures failures;

    /// @param reader opens connections of a role that can only read
    /// @param failures gets what is wrong
    public AccountCheck(DataSource reader, Failures failures) {
        this.reader = reader;
        this.failures = failures;
    }

    /// What is kept, all at one moment.
    ///
    /// @param sizes of all logs, by ordinal
    private record Kept(
            NavigableMap<Integer, Long> sizes,
            Instant at,
            Map<String, KeptTerms> limits,
            Map<String, TreeMap<Long, Amounts>> accounts) {}

    /// Compares.
    ///
    /// @return how many limits are in force
    public int run() throws SQLException {
        try (Connection connection = reader.getConnection()) {
            connection.setReadOnly(true);
            Kept kept = kept(connection);
            AccountFold fold = new AccountFold();
            for (Map.Entry<Integer, Long> log : kept.sizes().entrySet()) {
                fold(connection, log.getKey(), log.getValue(), fold);
            }
            compare(kept, fold);
            return fold.limits().size();
        }
    }

    private static Kept kept(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Map<String, KeptTerms> limits = new TreeMap<>();
        Map<String, TreeMap<Long, Amounts>> accounts = new TreeMap<>();
        NavigableMap<Integer, Long> sizes = new TreeMap<>();
        Instant at = Instant.EPOCH;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery(
                            "select log, size, at from evidence.head order by log")) {
                while (row.next()) {
                    sizes.put(row.getInt(1), row.getLong(2));
                    at = Instant.parse(row.getString(3));
                }
            }
            try (ResultSet rows = statement.executeQuery(KeptTerms.ALL)) {
                while (rows.next()) {
                    limits.put(rows.getString(1), KeptTerms.read(rows));
                }
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "select limit_id, bucket, spent, held from evidence.account")) {
                while (rows.next()) {
                    accounts.computeIfAbsent(rows.getString(1), id -> new TreeMap<>())
                            .put(rows.getLong(2), new Amounts(rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        return new Kept(sizes, at, limits, accounts);
    }

    private static void fold(Connection connection, int log, long size, AccountFold fold)
            throws SQLException {
        long last = -1;
        int found = PAGE;
        while (found == PAGE) {
            found = 0;
            try (PreparedStatement select = connection.prepareStatement(RECORDS)) {
                select.setInt(1, log);
                select.setLong(2, last);
                select.setLong(3, size);
                select.setArray(4, connection.createArrayOf("text", TYPES));
                select.setInt(5, PAGE);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        last = rows.getLong(1);
                        found++;
                        RecordView record = RecordView.parse(rows.getBytes(2));
                        fold.add(
                                record.at(),
                                EventSerializer.read(
                                        record.type(),
                                        Integer.toString(record.rev()),
                                        record.data(),
                                        record.parts()));
                    }
                }
            }
        }
    }

    private void compare(Kept kept, AccountFold fold) {
        Set<String> derived = new HashSet<>();
        for (Map.Entry<LimitId, AccountFold.Limit> each : fold.limits().entrySet()) {
            String limit = each.getKey().value();
            derived.add(limit);
            compare(limit, kept.limits().get(limit), each.getValue());
            compare(
                    each.getValue(),
                    kept.accounts().getOrDefault(limit, new TreeMap<>()),
                    kept.at());
        }
        for (String limit : kept.limits().keySet()) {
            if (!derived.contains(limit)) {
                failures.add(Check.ACCOUNT, "limit " + limit, "in force", "no record of it");
            }
        }
        for (String limit : kept.accounts().keySet()) {
            if (!derived.contains(limit)) {
                failures.add(Check.ACCOUNT, "account " + limit, "kept", "no limit in force");
            }
        }
    }

    private void compare(String limit, @Nullable KeptTerms kept, AccountFold.Limit derived) {
        if (kept == null) {
            failures.add(Check.ACCOUNT, "limit " + limit, "absent", "in force");
        } else if (!kept.agreesWith(derived)) {
            failures.add(Check.ACCOUNT, "limit " + limit, kept.toString(), KeptTerms.text(derived));
        }
    }

    /// Only what still counts: older buckets are kept or dropped as it suits the gateway.
    private void compare(AccountFold.Limit limit, NavigableMap<Long, Amounts> kept, Instant at) {
        long oldest = limit.terms().window().oldest(limit.terms().bucket(at));
        Set<Long> buckets = new HashSet<>(kept.tailMap(oldest, true).keySet());
        buckets.addAll(limit.buckets().tailMap(oldest, true).keySet());
        for (long bucket : buckets) {
            Amounts found = kept.getOrDefault(bucket, Amounts.NOTHING);
            Amounts expected = limit.buckets().getOrDefault(bucket, Amounts.NOTHING);
            if (!found.equals(expected)) {
                failures.add(
                        Check.ACCOUNT,
                        "account " + limit.terms().limit() + " bucket " + bucket,
                        text(found),
                        text(expected));
            }
        }
    }

    private static String text(Amounts amounts) {
        return "spent " + amounts.spent() + " held " + amounts.held();
    }
}
