package io.affidavit.query.routing;

import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceView;
import io.affidavit.schemas.routing.RetryRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of providers, deployments and routes in service. Lists give one row more than asked for.
public final class RoutingReader {

    private static final String PROVIDER =
            """
            select id as name, protocol, base_url, org as org_id,
                credential_version
            from read.provider where not disabled
            """;
    private static final String DEPLOYMENT =
            """
            select id, alias, provider, upstream_model, place as "order", weight, price_input,
                price_cached_input, price_cache_write, price_output, price_reasoning,
                price_per_request
            from read.deployment where not drained
            """;
    private static final String COOLDOWNS =
            """
            select deployment, node, reason, attempts, failures, cooling_until as until
            from read.cooldown where cooling_until > now() and deployment = any (?)
            order by deployment, node
            """;

    /// Defined routes, and the ones that deployments make by themselves.
    private static final String ROUTE =
            """
            select * from (
                select alias, strategy, fallbacks, context_fallbacks, content_fallbacks,
                    max_attempts, backoff_millis, backoff_max_millis, retry_after_max_millis,
                    after_timeout, connect_millis, first_byte_millis, idle_millis, total_millis,
                    unsupported, max_output_tokens
                from read.route where not removed
                union all
                select distinct alias, 'ordered', '{}'::text[], '{}'::text[], '{}'::text[],
                    %d, %d, %d, %d, %s, null::bigint, null::bigint, null::bigint,
                    null::bigint, 'refuse', null::integer
                from read.deployment d
                where not drained and not exists (select from read.route r where r.alias = d.alias)
            ) as routes where true
            """
                    .formatted(
                            RetryRules.DEFAULT.maxAttempts(),
                            RetryRules.DEFAULT.backoffMillis(),
                            RetryRules.DEFAULT.backoffMaxMillis(),
                            RetryRules.DEFAULT.retryAfterMaxMillis(),
                            RetryRules.DEFAULT.afterTimeout());

    private static final RowMapper<ProviderView> PROVIDER_ROW =
            new SimplePropertyRowMapper<>(ProviderView.class);
    private static final RowMapper<DeploymentRow> DEPLOYMENT_ROW =
            new SimplePropertyRowMapper<>(DeploymentRow.class);
    private static final RowMapper<RouteView> ROUTE_ROW = (row, number) -> RouteView.of(row);

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public RoutingReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// A provider; its credential is a number here. The simulator's address is empty.
    record ProviderView(
            String name,
            String protocol,
            String baseUrl,
            @Nullable String orgId,
            int credentialVersion) {}

    private record DeploymentRow(
            String id,
            String alias,
            String provider,
            String upstreamModel,
            int order,
            int weight,
            @Nullable Long priceInput,
            @Nullable Long priceCachedInput,
            @Nullable Long priceCacheWrite,
            @Nullable Long priceOutput,
            @Nullable Long priceReasoning,
            @Nullable Long pricePerRequest) {

        @Nullable PriceView price() {
            if (priceInput == null
                    || priceCachedInput == null
                    || priceCacheWrite == null
                    || priceOutput == null
                    || priceReasoning == null
                    || pricePerRequest == null) {
                return null;
            }
            return PriceView.of(
                    Price.of(
                            priceInput,
                            priceCachedInput,
                            priceCacheWrite,
                            priceOutput,
                            priceReasoning,
                            pricePerRequest));
        }
    }

    List<ProviderView> providers(String after, int limit) {
        return sql.sql(PROVIDER + " and id > ? order by id limit ?")
                .params(after, limit + 1)
                .query(PROVIDER_ROW)
                .list();
    }

    Optional<ProviderView> provider(String name) {
        return sql.sql(PROVIDER + " and id = ?").param(name).query(PROVIDER_ROW).optional();
    }

    List<DeploymentView> deployments(String after, int limit) {
        return withCooldowns(
                sql.sql(DEPLOYMENT + " and id > ? order by id limit ?")
                        .params(after, limit + 1)
                        .query(DEPLOYMENT_ROW)
                        .list());
    }

    Optional<DeploymentView> deployment(String id) {
        return withCooldowns(
                        sql.sql(DEPLOYMENT + " and id = ?").param(id).query(DEPLOYMENT_ROW).list())
                .stream()
                .findFirst();
    }

    private List<DeploymentView> withCooldowns(List<DeploymentRow> rows) {
        String[] ids = rows.stream().map(DeploymentRow::id).toArray(String[]::new);
        Map<String, List<DeploymentView.Cooldown>> cooldowns = new HashMap<>();
        sql.sql(COOLDOWNS)
                .param(ids)
                .query(row -> {
                    cooldowns
                            .computeIfAbsent(row.getString("deployment"), id -> new ArrayList<>())
                            .add(DeploymentView.Cooldown.of(row));
                });
        return rows.stream()
                .map(row ->
                        new DeploymentView(
                                row.id(),
                                row.alias(),
                                row.provider(),
                                row.upstreamModel(),
                                row.order(),
                                row.weight(),
                                row.price(),
                                cooldowns.containsKey(row.id()) ? "cooling_down" : "active",
                                cooldowns.getOrDefault(row.id(), List.of())))
                .toList();
    }

    List<RouteView> routes(String after, int limit) {
        return sql.sql(ROUTE + " and alias > ? order by alias limit ?")
                .params(after, limit + 1)
                .query(ROUTE_ROW)
                .list();
    }

    Optional<RouteView> route(String alias) {
        return sql.sql(ROUTE + " and alias = ?").param(alias).query(ROUTE_ROW).optional();
    }
}
