package io.affidavit.query.routing;

import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.value.Alias;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an alias is routed.
///
/// @param fallbacks aliases that take over for any error
/// @param contextFallbacks aliases that take over for a request too long for its model
/// @param contentFallbacks aliases that take over for content that a provider refused
/// @param maxOutputTokens what a request without a bound is taken to ask for; `null` for the
///   gateway's own
record RouteView(
        String alias,
        String strategy,
        List<String> fallbacks,
        List<String> contextFallbacks,
        List<String> contentFallbacks,
        Retry retry,
        Timeouts timeouts,
        String unsupported,
        @Nullable Integer maxOutputTokens) {

    /// How often and how soon it tries again.
    record Retry(
            int maxAttempts,
            long backoffMillis,
            long backoffMaxMillis,
            long retryAfterMaxMillis,
            boolean afterTimeout) {}

    /// How long it waits; `null` where the node's settings hold.
    record Timeouts(
            @Nullable Long connectMillis,
            @Nullable Long firstByteMillis,
            @Nullable Long idleMillis,
            @Nullable Long totalMillis) {}

    static RouteView of(ResultSet row) throws SQLException {
        return new RouteView(
                row.getString("alias"),
                row.getString("strategy"),
                aliases(row, "fallbacks"),
                aliases(row, "context_fallbacks"),
                aliases(row, "content_fallbacks"),
                new Retry(
                        row.getInt("max_attempts"),
                        row.getLong("backoff_millis"),
                        row.getLong("backoff_max_millis"),
                        row.getLong("retry_after_max_millis"),
                        row.getBoolean("after_timeout")),
                new Timeouts(
                        row.getObject("connect_millis", Long.class),
                        row.getObject("first_byte_millis", Long.class),
                        row.getObject("idle_millis", Long.class),
                        row.getObject("total_millis", Long.class)),
                row.getString("unsupported"),
                row.getObject("max_output_tokens", Integer.class));
    }

    static RouteView of(RouteDefined route) {
        RouteRules rules = route.rules();
        RetryRules retry = rules.retry();
        RouteTimeouts timeouts = rules.timeouts();
        return new RouteView(
                route.alias().value(),
                route.strategy().code(),
                aliases(rules.fallbacks().anyError()),
                aliases(rules.fallbacks().contextOverflow()),
                aliases(rules.fallbacks().contentRefusal()),
                new Retry(
                        retry.maxAttempts(),
                        retry.backoffMillis(),
                        retry.backoffMaxMillis(),
                        retry.retryAfterMaxMillis(),
                        retry.afterTimeout()),
                new Timeouts(
                        timeouts.connectMillis(),
                        timeouts.firstByteMillis(),
                        timeouts.idleMillis(),
                        timeouts.totalMillis()),
                rules.unsupported().code());
    }

    private static List<String> aliases(List<Alias> aliases) {
        return aliases.stream().map(Alias::value).toList();
    }

    private static List<String> aliases(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
