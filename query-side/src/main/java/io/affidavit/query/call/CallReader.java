package io.affidavit.query.call;

import io.affidavit.query.web.ReachSql;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.policy.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of the list of calls, newest first.
public final class CallReader {

    /// A call's id is a UUIDv7 made when the request arrived, its time is that of the decision; no
    /// call waits for its decision so long, and no clock is set back so far.
    private static final Duration ID_TOLERANCE = Duration.ofHours(1);

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public CallReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// What calls are asked for; absent members ask for all.
    record Filter(
            @Nullable String orgId,
            @Nullable String keyId,
            @Nullable String alias,
            @Nullable String outcome,
            Span span,
            @Nullable Reach reach) {}

    /// A call at a glance.
    record CallRow(
            String callId,
            Instant at,
            String orgId,
            @Nullable String teamId,
            @Nullable String projectId,
            String keyId,
            @Nullable String alias,
            @Nullable String surface,
            boolean stream,
            @Nullable String deployment,
            @Nullable String provider,
            @Nullable String model,
            String outcome,
            @Nullable String failure,
            int attempts,
            @Nullable String verdict,
            long inputTokens,
            long outputTokens,
            long totalTokens,
            @Nullable Long costNanoUsd,
            @Nullable Instant endedAt,
            @Nullable Long totalMicros,
            String node,
            long position) {}

    /// One row more than asked for.
    ///
    /// @param before id of the last row of the page before; null for the first page
    List<CallRow> calls(Filter filter, @Nullable UUID before, int limit) {
        String query =
                "select * from read.call where call_id >= :lowest and call_id < :before"
                        + " and at >= :from and at < :to"
                        + (filter.orgId() == null ? "" : " and org = :org")
                        + (filter.keyId() == null ? "" : " and key_id = :key")
                        + (filter.alias() == null ? "" : " and alias = :alias")
                        + (filter.outcome() == null ? "" : " and outcome = :outcome")
                        + ReachSql.and(filter.reach(), "org", "team", "project")
                        + " order by call_id desc limit :limit";
        return sql.sql(query)
                .param("org", filter.orgId())
                .param("key", filter.keyId())
                .param("alias", filter.alias())
                .param("outcome", filter.outcome())
                .param("from", filter.span().from().atOffset(ZoneOffset.UTC))
                .param("to", filter.span().to().atOffset(ZoneOffset.UTC))
                .param("lowest", lowestId(filter.span().from()))
                .param("before", before == null ? highestId(filter.span().to()) : before)
                .param("limit", limit + 1)
                .params(ReachSql.parameters(filter.reach()))
                .query((row, number) -> call(row))
                .list();
    }

    /// No call that was decided at this moment or later has a lower id.
    static UUID lowestId(Instant from) {
        return id(from.minus(ID_TOLERANCE));
    }

    /// Every call that was decided before this moment has a lower id.
    static UUID highestId(Instant to) {
        return id(to.plus(ID_TOLERANCE));
    }

    /// The lowest UUIDv7 of a moment.
    private static UUID id(Instant at) {
        return new UUID(Math.max(0, at.toEpochMilli()) << 16, 0);
    }

    private static CallRow call(ResultSet row) throws SQLException {
        long input =
                row.getLong("input") + row.getLong("cached_input") + row.getLong("cache_write");
        long output = row.getLong("output") + row.getLong("reasoning");
        return new CallRow(
                row.getString("call_id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("org"),
                row.getString("team"),
                row.getString("project"),
                row.getString("key_id"),
                row.getString("alias"),
                row.getString("surface"),
                row.getBoolean("stream"),
                row.getString("deployment"),
                row.getString("provider"),
                row.getString("model"),
                row.getString("outcome"),
                row.getString("failure"),
                row.getInt("attempts"),
                verdict(row.getString("prompt_verdict"), row.getString("completion_verdict")),
                input,
                output,
                input + output,
                row.getObject("cost_nano_usd", Long.class),
                instant(row, "ended_at"),
                row.getObject("total_micros", Long.class),
                row.getString("node"),
                row.getLong("position"));
    }

    /// The severer of both judgements.
    private static @Nullable String verdict(@Nullable String prompt, @Nullable String completion) {
        if (prompt == null || completion == null) {
            return prompt == null ? completion : prompt;
        }
        return severity(prompt).compareTo(severity(completion)) >= 0 ? prompt : completion;
    }

    private static Verdict severity(String code) {
        return Verdict.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
