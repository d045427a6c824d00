package io.affidavit.projections.call;

import io.affidavit.projections.call.CallChange.Ending;
import io.affidavit.projections.call.CallChange.Metering;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/// One row a call. Set-based: a batch is one statement for the calls it begins and one for those it
/// continues, however many there are.
public final class CallTable {

    private static final String OPEN = "open";

    private static final String INSERT =
            """
            with begun as (
                insert into read.call
                    (call_id, position, at, org, team, project, key_id, alias, surface, node, stream,
                     outcome, failure, ended_at, attempts, deployment, provider, model,
                     prompt_verdict, completion_verdict, input, cached_input, cache_write, output,
                     reasoning, cost_nano_usd, total_micros)
                select * from unnest(?::uuid[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[],
                    ?::text[], ?::text[], ?::timestamptz[], ?::integer[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                returning call_id, position, outcome)
            insert into read.open_call
            select call_id, position from begun where outcome = 'open'
            """;

    private static final String UPDATE =
            """
            with change as (
                select * from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[],
                    ?::integer[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::bigint[])
                as c(call_id, outcome, failure, ended_at, attempts, deployment, provider, model,
                    prompt_verdict, completion_verdict, input, cached_input, cache_write, output,
                    reasoning, cost_nano_usd, total_micros)),
            closed as (
                delete from read.open_call o using change c
                where o.call_id = c.call_id and c.outcome is not null)
            update read.call t set
                outcome = coalesce(c.outcome, t.outcome),
                failure = case when c.outcome is null then t.failure else c.failure end,
                ended_at = coalesce(c.ended_at, t.ended_at),
                attempts = greatest(c.attempts, t.attempts),
                deployment = coalesce(c.deployment, t.deployment),
                provider = coalesce(c.provider, t.provider),
                model = coalesce(c.model, t.model),
                prompt_verdict = coalesce(c.prompt_verdict, t.prompt_verdict),
                completion_verdict = coalesce(c.completion_verdict, t.completion_verdict),
                input = t.input + c.input,
                cached_input = t.cached_input + c.cached_input,
                cache_write = t.cache_write + c.cache_write,
                output = t.output + c.output,
                reasoning = t.reasoning + c.reasoning,
                cost_nano_usd = coalesce(c.cost_nano_usd, t.cost_nano_usd),
                total_micros = coalesce(c.total_micros, t.total_micros)
            from change c where t.call_id = c.call_id
            returning t.call_id, t.key_id, date_trunc('hour', t.at, 'UTC') as hour,
                coalesce(t.alias, '') as alias, coalesce(t.deployment, '') as deployment,
                coalesce(t.provider, '') as provider, coalesce(t.model, '') as model,
                coalesce(t.team, '') as team, coalesce(t.project, '') as project, t.org
            """;

    private final JdbcTemplate sql;

    /// Writes with the projector's connection.
    public CallTable(JdbcTemplate sql) {
        this.sql = sql;
    }

    void insert(List<CallChange> begun) {
        if (!begun.isEmpty()) {
            sql.execute(
                    INSERT,
                    (PreparedStatementCallback<Boolean>)
                            statement -> {
                                Columns<CallChange> columns =
                                        new Columns<>(statement, begun)
                                                .text("uuid", change -> change.callId);
                                bindOpening(columns);
                                bindChange(
                                        columns,
                                        change -> change.ending == null ? OPEN : outcome(change));
                                return statement.execute();
                            });
        }
    }

    /// Changes calls that an earlier batch began, and tells what this batch added to their spend.
    ///
    /// @throws IllegalStateException if one of them is not there: the log has lost its beginning
    List<Spent> update(List<CallChange> continued) {
        if (continued.isEmpty()) {
            return List.of();
        }
        List<Spent> spent =
                sql.execute(
                        UPDATE,
                        (PreparedStatementCallback<List<Spent>>)
                                statement -> {
                                    Columns<CallChange> columns =
                                            new Columns<>(statement, continued)
                                                    .text("uuid", change -> change.callId);
                                    bindChange(columns, CallTable::outcome);
                                    try (ResultSet rows = statement.executeQuery()) {
                                        return spent(rows, continued);
                                    }
                                });
        return Objects.requireNonNull(spent);
    }

    private static void bindOpening(Columns<CallChange> columns) throws SQLException {
        columns.number(change -> opening(change).position())
                .text("timestamptz", change -> opening(change).at())
                .text(change -> opening(change).organization())
                .text(change -> opening(change).team())
                .text(change -> opening(change).project())
                .text(change -> opening(change).key())
                .text(change -> opening(change).alias())
                .text(change -> orNull(opening(change).surface(), Surface::code))
                .text(change -> opening(change).node())
                .text("bool", change -> opening(change).stream());
    }

    private static void bindChange(
            Columns<CallChange> columns, Function<CallChange, @Nullable Object> outcome)
            throws SQLException {
        columns.text(outcome)
                .text(change -> orNull(change.ending, CallTable::failure))
                .text("timestamptz", change -> orNull(change.ending, Ending::at))
                .number(change -> change.attempts)
                .text(change -> orNull(change.target, Candidate::deployment))
                .text(change -> orNull(change.target, Candidate::provider))
                .text(change -> orNull(change.target, Candidate::upstreamModel))
                .text(change -> orNull(change.prompt, Verdict::code))
                .text(change -> orNull(change.completion, Verdict::code))
                .number(change -> usage(change).input())
                .number(change -> usage(change).cachedInput())
                .number(change -> usage(change).cacheWrite())
                .number(change -> usage(change).output())
                .number(change -> usage(change).reasoning())
                .text("int8", change -> orNull(change.metering, Metering::cost))
                .text("int8", change -> orNull(change.metering, CallTable::totalMicros));
    }

    private static List<Spent> spent(ResultSet rows, List<CallChange> continued)
            throws SQLException {
        Map<UUID, CallChange> unseen = new HashMap<>();
        continued.forEach(change -> unseen.put(change.callId.value(), change));
        List<Spent> spent = new ArrayList<>();
        while (rows.next()) {
            CallChange change =
                    Objects.requireNonNull(unseen.remove(rows.getObject("call_id", UUID.class)));
            if (change.isAccountable()) {
                spent.add(change.spent(line(rows)));
            }
        }
        if (!unseen.isEmpty()) {
            throw new IllegalStateException(
                    "call " + unseen.keySet().iterator().next() + ": no record begins it");
        }
        return spent;
    }

    private static Spent.Line line(ResultSet rows) throws SQLException {
        return new Spent.Line(
                rows.getString("key_id"),
                rows.getObject("hour", OffsetDateTime.class).toInstant(),
                rows.getString("alias"),
                rows.getString("deployment"),
                rows.getString("provider"),
                rows.getString("model"),
                rows.getString("team"),
                rows.getString("project"),
                rows.getString("org"));
    }

    private static CallOpening opening(CallChange change) {
        return Objects.requireNonNull(change.opening);
    }

    private static @Nullable Object outcome(CallChange change) {
        return orNull(change.ending, ending -> ending.outcome().code());
    }

    private static @Nullable Object failure(Ending ending) {
        return orNull(ending.failure(), FailureCode::code);
    }

    private static Object totalMicros(Metering metering) {
        return metering.timings().totalMicros();
    }

    private static TokenUsage usage(CallChange change) {
        return change.metering == null ? TokenUsage.NONE : change.metering.usage();
    }

    private static <T> @Nullable Object orNull(
            @Nullable T value, Function<? super T, ? extends @Nullable Object> member) {
        return value == null ? null : member.apply(value);
    }
}
