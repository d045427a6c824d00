package io.affidavit.query.limit;

import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitUse;
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

    private static final String OF_SCOPES =
            """
            select t.limit_id, t.data, t.raised_to, t.raised_until, a.bucket, a.spent, a.held
            from evidence.limit_terms t left join evidence.account a using (limit_id)
            where t.scope = any (?) order by t.limit_id, a.bucket
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
            TreeMap<Long, long[]> buckets) {

        boolean isRaised(Instant now) {
            return raisedUntil != null && now.isBefore(raisedUntil);
        }
    }

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

    /// All limits that hang on these scopes.
    public List<LimitUse> uses(List<LimitScope> scopes) {
        Map<String, Stored> found = new LinkedHashMap<>();
        sql.sql(OF_SCOPES)
                .param(scopes.stream().map(LimitScope::toString).toArray(String[]::new))
                .query((ResultSet row) -> add(found, row));
        Instant now = clock.instant();
        return found.values().stream().map(stored -> use(stored, now)).toList();
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

    private static LimitUse use(Stored stored, Instant now) {
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
        return new LimitUse(
                terms,
                stored.isRaised(now) && stored.raisedTo() != null
                        ? stored.raisedTo()
                        : terms.amount(),
                spent,
                held,
                resetsAt(terms, present, oldest));
    }

    private static LimitRow row(Stored stored, Instant now) {
        LimitTerms terms = stored.terms();
        LimitUse use = use(stored, now);
        boolean raised = stored.isRaised(now);
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
                raised ? amount(terms.unit(), use.amount()) : null,
                raised ? stored.raisedUntil() : null,
                amount(terms.unit(), use.spent()),
                amount(terms.unit(), use.held()),
                use.resetsAt());
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
