package io.affidavit.query.call;

import io.affidavit.query.web.Span;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of sums. A request is an admitted call and belongs to the moment of its admission; a
/// call that is still open counts with what is known of it: nothing used yet.
public final class SpendReader {

    /// What a sum can be split by, and the column behind it.
    static final Map<String, String> DIMENSIONS =
            Map.of(
                    "orgId", "org",
                    "keyId", "key_id",
                    "alias", "alias",
                    "provider", "provider",
                    "model", "model",
                    "day", "day");

    /// Whole days come from the table of sums and the few calls that are not in it yet.
    private static final String DAYS =
            """
            select * from read.spend where day >= :fromDay and day < :toDay
            union all
            select key_id, (at at time zone 'UTC')::date, coalesce(alias, ''),
                coalesce(provider, ''), coalesce(model, ''), org, 1, 0, 0, 0, 0, 0, 0
            from read.open_call join read.call using (call_id) where at >= :from and at < :to
            """;

    /// Any other span has to be summed up call by call.
    private static final String MOMENTS =
            """
            select key_id, (at at time zone 'UTC')::date as day, coalesce(alias, '') as alias,
                coalesce(provider, '') as provider, coalesce(model, '') as model, org,
                1 as requests, input, cached_input, cache_write, output, reasoning,
                coalesce(cost_nano_usd, 0) as cost_nano_usd
            from read.call where outcome <> 'refused' and at >= :from and at < :to
            """;

    private static final String SUMS =
            """
            coalesce(sum(requests), 0) as requests,
            coalesce(sum(input), 0) as input, coalesce(sum(cached_input), 0) as cached_input,
            coalesce(sum(cache_write), 0) as cache_write, coalesce(sum(output), 0) as output,
            coalesce(sum(reasoning), 0) as reasoning,
            coalesce(sum(cost_nano_usd), 0) as cost_nano_usd
            """;

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public SpendReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// A sum. Prompt tokens include cache reads and writes, completion tokens include reasoning.
    record Sum(
            Map<String, @Nullable String> group,
            long requests,
            long input,
            long cachedInput,
            long cacheWrite,
            long output,
            long reasoning,
            long costNanoUsd) {

        long inputTokens() {
            return input + cachedInput + cacheWrite;
        }

        long outputTokens() {
            return output + reasoning;
        }
    }

    /// Sums of a span, one for each combination of these dimensions, in their order.
    List<Sum> sums(List<String> dimensions, Span span) {
        String columns = dimensions.stream().map(DIMENSIONS::get).collect(Collectors.joining(", "));
        String query =
                dimensions.isEmpty()
                        ? "select " + SUMS + " from (" + source(span) + ") as spent"
                        : "select "
                                + columns
                                + ", "
                                + SUMS
                                + " from ("
                                + source(span)
                                + ") as spent group by "
                                + columns
                                + " order by "
                                + columns;
        return bind(query, span).query((row, number) -> sum(row, dimensions)).list();
    }

    /// The sum of one key.
    Sum ofKey(String key, Span span) {
        return bind(
                        "select "
                                + SUMS
                                + " from ("
                                + source(span)
                                + ") as spent where key_id = :key",
                        span)
                .param("key", key)
                .query((row, number) -> sum(row, List.of()))
                .single();
    }

    boolean isKey(String key) {
        return sql.sql("select exists (select from read.virtual_key where id = ?)")
                .param(key)
                .query(Boolean.class)
                .single();
    }

    private static String source(Span span) {
        return span.isWholeDays() ? DAYS : MOMENTS;
    }

    private JdbcClient.StatementSpec bind(String query, Span span) {
        JdbcClient.StatementSpec statement =
                sql.sql(query)
                        .param("from", span.from().atOffset(ZoneOffset.UTC))
                        .param("to", span.to().atOffset(ZoneOffset.UTC));
        return span.isWholeDays()
                ? statement
                        .param("fromDay", LocalDate.ofInstant(span.from(), ZoneOffset.UTC))
                        .param("toDay", LocalDate.ofInstant(span.to(), ZoneOffset.UTC))
                : statement;
    }

    private static Sum sum(ResultSet row, List<String> dimensions) throws SQLException {
        Map<String, @Nullable String> group = new LinkedHashMap<>();
        for (String dimension : dimensions) {
            String value = row.getString(DIMENSIONS.get(dimension));
            group.put(dimension, value == null || value.isEmpty() ? null : value);
        }
        return new Sum(
                group,
                number(row, "requests"),
                number(row, "input"),
                number(row, "cached_input"),
                number(row, "cache_write"),
                number(row, "output"),
                number(row, "reasoning"),
                number(row, "cost_nano_usd"));
    }

    private static long number(ResultSet row, String column) throws SQLException {
        BigDecimal sum = row.getBigDecimal(column);
        return sum.longValueExact();
    }
}
