package io.affidavit.query.limit;

import io.affidavit.query.evidence.StoriesWithin;
import io.affidavit.query.web.ReachSql;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUse;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of limits and accounts. Both are written by the appends themselves, so that what is
/// shown is the truth of the moment and not behind it.
public final class LimitReader {

    private static final EventNames.EventName SET = EventNames.of(LimitSet.class);
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
            return raisedUntil != null
                    && now.isBefore(raisedUntil)
                    && raisedTo != null
                    && raisedTo > terms.amount();
        }
    }

    /// Limits after an id, in the order of ids.
    ///
    /// @param scope `kind:id`; empty for all
    /// @param reach what is shown; `null` for everything
    List<LimitRow> limits(String scope, String after, int limit, @Nullable Reach reach) {
        return find(
                "limit_id > :id and (:scope = '' or scope = :scope)", after, scope, limit, reach);
    }

    /// The limit of this id, if it is in force.
    Optional<LimitRow> limit(String id, @Nullable Reach reach) {
        return find("limit_id = :id", id, "", 1, reach).stream().findFirst();
    }

    private List<LimitRow> find(
            String which, String id, String scope, int limit, @Nullable Reach reach) {
        String query =
                """
                with page as (
                    select limit_id, data, raised_to, raised_until from evidence.limit_terms
                    where %s%s
                    order by limit_id limit :limit)
                select p.limit_id, p.data, p.raised_to, p.raised_until, a.bucket, a.spent, a.held
                from page p left join evidence.account a using (limit_id)
                order by p.limit_id, a.bucket
                """
                        .formatted(which, StoriesWithin.andLimit(reach));
        Map<String, Stored> found = new LinkedHashMap<>();
        sql.sql(query)
                .param("id", id)
                .param("scope", scope)
                .param("limit", limit)
                .params(ReachSql.parameters(reach))
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
        return LimitRow.of(
                terms,
                raised ? use.amount() : null,
                raised ? stored.raisedUntil() : null,
                new LimitRow.Use(use.spent(), use.held(), use.resetsAt()));
    }

    private static @Nullable Instant resetsAt(
            LimitTerms terms, long present, @Nullable Long oldest) {
        if (terms.window().slides()) {
            return oldest == null ? null : terms.endOf(oldest);
        }
        return terms.endOf(present);
    }
}
