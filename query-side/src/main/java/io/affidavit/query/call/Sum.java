package io.affidavit.query.call;

import io.affidavit.schemas.value.NanoUsd;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a group of calls spent.
///
/// @param group what they have in common, by the names of the dimensions
/// @param requests admitted calls
/// @param unpriced those whose cost nobody knows, so that the sum lacks it
record Sum(
        Map<String, @Nullable String> group,
        long requests,
        long unpriced,
        long input,
        long cachedInput,
        long cacheWrite,
        long output,
        long reasoning,
        long costNanoUsd) {

    /// The columns of sums in SQL.
    static final String COLUMNS =
            """
            coalesce(sum(requests), 0) as requests, coalesce(sum(unpriced), 0) as unpriced,
            coalesce(sum(input), 0) as input, coalesce(sum(cached_input), 0) as cached_input,
            coalesce(sum(cache_write), 0) as cache_write, coalesce(sum(output), 0) as output,
            coalesce(sum(reasoning), 0) as reasoning,
            coalesce(sum(cost_nano_usd), 0) as cost_nano_usd
            """;

    static Sum of(ResultSet row, List<Dimension> groupBy) throws SQLException {
        Map<String, @Nullable String> group = new LinkedHashMap<>();
        for (Dimension dimension : groupBy) {
            group.put(dimension.member(), dimension.value(row));
        }
        return new Sum(
                group,
                number(row, "requests"),
                number(row, "unpriced"),
                number(row, "input"),
                number(row, "cached_input"),
                number(row, "cache_write"),
                number(row, "output"),
                number(row, "reasoning"),
                number(row, "cost_nano_usd"));
    }

    /// Prompt tokens, cache reads and writes included.
    long inputTokens() {
        return input + cachedInput + cacheWrite;
    }

    /// Completion tokens, reasoning included.
    long outputTokens() {
        return output + reasoning;
    }

    String costUsd() {
        return new NanoUsd(costNanoUsd).toUsd();
    }

    /// All of it by the names that callers know, in their order.
    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(group);
        row.put("requests", requests);
        row.put("unpricedRequests", unpriced);
        row.put("inputTokens", inputTokens());
        row.put("cachedInputTokens", cachedInput);
        row.put("cacheWriteTokens", cacheWrite);
        row.put("outputTokens", outputTokens());
        row.put("reasoningTokens", reasoning);
        row.put("costNanoUsd", costNanoUsd);
        row.put("costUsd", costUsd());
        return row;
    }

    /// The names of [#members] of a sum with these groups.
    static Collection<String> names(List<String> groups) {
        Map<String, @Nullable String> group = new LinkedHashMap<>();
        groups.forEach(name -> group.put(name, null));
        return new Sum(group, 0, 0, 0, 0, 0, 0, 0, 0).members().keySet();
    }

    private static long number(ResultSet row, String column) throws SQLException {
        BigDecimal sum = row.getBigDecimal(column);
        return sum.longValueExact();
    }
}
