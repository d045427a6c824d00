package io.affidavit.query.limit;

import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of limits and accounts. Both are written by the appends themselves, so that what is
/// shown is the truth of the moment and not behind it.
public final class LimitReader {

    private static final EventNames.EventName SET = EventNames.of(LimitSet.class);
    private static final int NANO_DIGITS = 9;
    private static final String FIND =
            """
            with page as (
                select limit_id, data, raised_to, raised_until from evidence.limit_terms
                where limit_id > :after and (:scope = '' or scope = :scope)
                order by limit_id limit :limit)
            select p.limit_id, p.data, p.raised_to, p.raised_until, a.bucket, a.spent, a.held
            from page p left join evidence.account a using (limit_id)
            order by p.limit_id, a.bucket
            """;

    private final JdbcClient sql;
    private final InstantSource clock;

    /// Reads with the reader's connection; the clock decides what still counts.
    public LimitReader(JdbcClient sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    private record Stored(
            LimitTerms terms,
            @Nullable Long raisedTo,
            @Nullable Instant raisedUntil,
            TreeMap<Long, long[]> buckets) {}

    /// Limits after an id, in the order of ids.
    ///
    /// @param scope `kind:id`; empty for all
    List<LimitRow> limits(String scope, String after, int limit) {
        Map<String, Stored> found = new LinkedHashMap<>();
        sql.sql(FIND)
                .param("after", after)
                .param("scope", scope)
                .param("limit", limit)
                .query((ResultSet row) -> add(found, row));
        Instant now = clock.instant();
        List<LimitRow> rows = new ArrayList<>();
        found.values().forEach(stored -> rows.add(row(stored, now)));
        return rows;
    }

    private static void add(Map<String, Stored> found, ResultSet row) throws SQLException {
        Stored stored = found.get(row.getString("limit_id"));
        if (stored == null) {
            stored = stored(row);
            found.put(row.getString("limit_id"), stored);
        }
        long bucket = row.getLong("bucket");
        if (!row.wasNull()) {
            stored.buckets().put(bucket, new long[] {row.getLong("spent"), row.getLong("held")});
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        LimitSet set =
                (LimitSet)
                        EventSerializer.read(
                                SET.type(), SET.revision(), row.getBytes("data"), List.of());
        OffsetDateTime until = row.getObject("raised_until", OffsetDateTime.class);
        return new Stored(
                set.terms(),
                row.getObject("raised_to", Long.class),
                until == null ? null : until.toInstant(),
                new TreeMap<>());
    }

    private static LimitRow row(Stored stored, Instant now) {
        LimitTerms terms = stored.terms();
        long present = terms.bucket(now);
        long spent = 0;
        long held = 0;
        Long oldest = null;
        for (Map.Entry<Long, long[]> each :
                stored.buckets().tailMap(terms.window().oldest(present), true).entrySet()) {
            spent += each.getValue()[0];
            held += each.getValue()[1];
            if (oldest == null && each.getValue()[0] + each.getValue()[1] > 0) {
                oldest = each.getKey();
            }
        }
        boolean raised = stored.raisedUntil() != null && now.isBefore(stored.raisedUntil());
        Long raisedTo = stored.raisedTo();
        return new LimitRow(
                terms.limit().value(),
                terms.scope(),
                terms.alias() == null ? null : terms.alias().value(),
                terms.unit().apiName(),
                terms.window().code(),
                amount(terms.unit(), terms.amount()),
                terms.hard(),
                terms.thresholds(),
                terms.timeZone(),
                raised && raisedTo != null ? amount(terms.unit(), raisedTo) : null,
                raised ? stored.raisedUntil() : null,
                amount(terms.unit(), spent),
                amount(terms.unit(), held),
                resetsAt(terms, present, oldest));
    }

    private static @Nullable Instant resetsAt(
            LimitTerms terms, long present, @Nullable Long oldest) {
        if (terms.window().slides()) {
            return oldest == null ? null : terms.endOf(oldest);
        }
        return terms.endOf(present);
    }

    private static String amount(LimitUnit unit, long amount) {
        return unit == LimitUnit.USD
                ? BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros().toPlainString()
                : Long.toString(amount);
    }
}
