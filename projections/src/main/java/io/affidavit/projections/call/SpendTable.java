package io.affidavit.projections.call;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/// The sums: one line a key, hour, alias, deployment, provider, model, team and project.
public final class SpendTable {

    private static final String ADD =
            """
            insert into read.spend as s
                (key_id, hour, alias, deployment, provider, model, team, project, org, requests,
                 unpriced, input, cached_input, cache_write, output, reasoning, cost_nano_usd)
            select * from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
            on conflict (key_id, hour, alias, deployment, provider, model, team, project)
            do update set
                requests = s.requests + excluded.requests,
                unpriced = s.unpriced + excluded.unpriced,
                input = s.input + excluded.input,
                cached_input = s.cached_input + excluded.cached_input,
                cache_write = s.cache_write + excluded.cache_write,
                output = s.output + excluded.output,
                reasoning = s.reasoning + excluded.reasoning,
                cost_nano_usd = s.cost_nano_usd + excluded.cost_nano_usd
            """;

    private final JdbcTemplate sql;

    /// Writes with the projector's connection.
    public SpendTable(JdbcTemplate sql) {
        this.sql = sql;
    }

    void add(Collection<Spent> spent) {
        if (spent.isEmpty()) {
            return;
        }
        Map<Spent.Line, Spent> lines = new LinkedHashMap<>();
        for (Spent one : spent) {
            lines.merge(one.line(), one, Spent::plus);
        }
        // Always in one order, so that two projectors that meet wait instead of deadlocking.
        List<Spent> sorted =
                lines.values().stream()
                        .sorted(Comparator.comparing(one -> one.line().toString()))
                        .toList();
        sql.execute(
                ADD,
                (PreparedStatementCallback<Boolean>)
                        statement -> {
                            new Columns<>(statement, sorted)
                                    .text(one -> one.line().key())
                                    .text("timestamptz", one -> one.line().hour())
                                    .text(one -> one.line().alias())
                                    .text(one -> one.line().deployment())
                                    .text(one -> one.line().provider())
                                    .text(one -> one.line().model())
                                    .text(one -> one.line().team())
                                    .text(one -> one.line().project())
                                    .text(one -> one.line().organization())
                                    .number(Spent::requests)
                                    .number(Spent::unpriced)
                                    .number(one -> one.usage().input())
                                    .number(one -> one.usage().cachedInput())
                                    .number(one -> one.usage().cacheWrite())
                                    .number(one -> one.usage().output())
                                    .number(one -> one.usage().reasoning())
                                    .number(Spent::costNanoUsd);
                            return statement.execute();
                        });
    }
}
