package io.affidavit.query.evidence;

import io.affidavit.query.web.ReachSql;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which stories belong to a scope. A key's story goes with the key where it is moved; calls and
/// what they cost stay where they were made.
public final class StoriesWithin {

    private static final String KEY = "virtual_key";
    private static final String LIMIT = "limit";

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public StoriesWithin(JdbcClient sql) {
        this.sql = sql;
    }

    /// Whether a key is there for whoever reaches so far.
    ///
    /// @param reach `null` for everything
    public boolean hasKey(String key, @Nullable Reach reach) {
        return sql.sql(
                        "select exists (select from read.virtual_key where id = :key"
                                + ReachSql.and(reach, "org", "team", "project")
                                + ")")
                .param("key", key)
                .params(ReachSql.parameters(reach))
                .query(Boolean.class)
                .single();
    }

    /// Whether what a limit hangs on is there for whoever reaches so far.
    ///
    /// @param reach `null` for everything
    public boolean hasScope(LimitScope scope, @Nullable Reach reach) {
        return switch (scope.kind()) {
            case KEY -> reach == null || hasKey(scope.id(), reach);
            case ALIAS, DEPLOYMENT -> reach == null;
            case ORGANIZATION, TEAM, PROJECT -> {
                Reach place = Reach.of(scope.id());
                yield reach == null
                        || reach.covers(place.organization(), place.team(), place.project());
            }
        };
    }

    /// The condition on a limit's scope that it is within reach, beginning with `and`.
    public static String andLimit(@Nullable Reach reach) {
        if (reach == null) {
            return "";
        }
        String id = reach.id(); // slugs alone, so that nothing in it means anything to SQL
        String below =
                switch (reach.kind()) {
                    case ORGANIZATION ->
                            " or scope like 'team:%1$s/%%' or scope like 'project:%1$s/%%'"
                                    .formatted(id);
                    case TEAM -> " or scope like 'project:%s/%%'".formatted(id);
                    case PROJECT -> "";
                };
        return " and (scope = '"
                + reach.kind().code()
                + ':'
                + id
                + '\''
                + below
                + " or scope in (select 'key:' || id from read.virtual_key where true"
                + ReachSql.and(reach, "org", "team", "project")
                + "))";
    }

    /// The story of one key, none if it is out of reach.
    List<UUID> ofKey(String key, @Nullable Reach reach) {
        return reach == null || hasKey(key, reach) ? List.of(story(KEY, key)) : List.of();
    }

    /// The story of one limit, none if it is out of reach.
    List<UUID> ofLimit(String limit, @Nullable Reach reach) {
        return reach == null || !limits(" and limit_id = :limit", limit, reach).isEmpty()
                ? List.of(story(LIMIT, limit))
                : List.of();
    }

    /// The stories of all keys and limits within reach.
    List<UUID> all(Reach reach) {
        List<String> keys =
                sql.sql(
                                "select id from read.virtual_key where true"
                                        + ReachSql.and(reach, "org", "team", "project"))
                        .params(ReachSql.parameters(reach))
                        .query((row, number) -> row.getString(1))
                        .list();
        List<UUID> stories = new ArrayList<>();
        keys.forEach(key -> stories.add(story(KEY, key)));
        limits("", "", reach).forEach(limit -> stories.add(story(LIMIT, limit)));
        return stories;
    }

    private List<String> limits(String and, String limit, Reach reach) {
        return sql.sql(
                        "select limit_id from evidence.limit_terms where true"
                                + and
                                + andLimit(reach))
                .param("limit", limit)
                .params(ReachSql.parameters(reach))
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static UUID story(String type, String id) {
        return Objects.requireNonNull(AggregateColumn.of(type, id));
    }
}
