package io.affidavit.bench.edge;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Fills read tables as if many calls had been made: thirty days, a hundred keys of ten tenants,
/// three aliases. The log knows nothing of them.
final class MadeUpCalls {

    private static final String KEYS =
            """
            insert into read.virtual_key (id, org, mac, aliases, revoked)
            select 'key' || lpad(n::text, 9, '0'), 'org-' || n % 10, '', '{*}', true
            from generate_series(0, 99) as n
            """;

    private static final String CALLS =
            """
            insert into read.call (call_id, position, at, org, key_id, alias, surface, node, stream,
                outcome, attempts, deployment, provider, model, ended_at, input, cached_input,
                cache_write, output, reasoning, cost_nano_usd, total_micros)
            select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000'
                    || lpad(to_hex(n), 16, '8'))::uuid,
                n, at, 'org-' || n % 10, 'key' || lpad((n % 100)::text, 9, '0'),
                'alias-' || n / 100 % 3, 'chat_completions', 'node', false, 'completed', 1,
                'dep-' || n / 100 % 3, 'prov-' || n / 100 % 3, 'model-' || n / 100 % 3, at,
                10, 0, 0, 20, 0, 1000, 1000
            from generate_series(0, {calls} - 1) as n,
                lateral (select timestamptz '2026-10-01Z' + n * (interval '30 days' / {calls}) as at)
                    as moment
            """;

    private static final String SUMS =
            """
            insert into read.spend
            select key_id, date_trunc('hour', at, 'UTC'), alias, deployment, provider, model, '', '',
                org, count(*), 0, sum(input), 0, 0, sum(output), 0, sum(cost_nano_usd)
            from read.call where position >= 0 group by 1, 2, 3, 4, 5, 6, org
            """;

    private MadeUpCalls() {}

    static void fill(LiveDatabase database, int calls) throws SQLException {
        try (Statement statement = database.connection().createStatement()) {
            for (String sql :
                    List.of(
                            KEYS,
                            CALLS.replace("{calls}", Integer.toString(calls)),
                            SUMS,
                            "vacuum analyze read.call",
                            "vacuum analyze read.spend",
                            "checkpoint")) {
                statement.execute(sql);
            }
        }
    }

    static long sums(LiveDatabase database) throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from read.spend")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
