package io.affidavit.query.routing;

import java.util.List;
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
            select id, alias, provider, upstream_model, place as "order"
            from read.deployment where not drained
            """;

    /// Defined routes, and the ones that deployments make by themselves.
    private static final String ROUTE =
            """
            select * from (
                select alias, strategy from read.route where not removed
                union all
                select distinct alias, 'ordered' from read.deployment d
                where not drained and not exists (select from read.route r where r.alias = d.alias)
            ) as routes where true
            """;

    private static final RowMapper<ProviderView> PROVIDER_ROW =
            new SimplePropertyRowMapper<>(ProviderView.class);
    private static final RowMapper<DeploymentView> DEPLOYMENT_ROW =
            new SimplePropertyRowMapper<>(DeploymentView.class);
    private static final RowMapper<RouteView> ROUTE_ROW =
            new SimplePropertyRowMapper<>(RouteView.class);

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

    /// A deployment of an alias.
    record DeploymentView(
            String id, String alias, String provider, String upstreamModel, int order) {}

    /// How an alias' deployments are tried.
    record RouteView(String alias, String strategy) {}

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
        return sql.sql(DEPLOYMENT + " and id > ? order by id limit ?")
                .params(after, limit + 1)
                .query(DEPLOYMENT_ROW)
                .list();
    }

    Optional<DeploymentView> deployment(String id) {
        return sql.sql(DEPLOYMENT + " and id = ?").param(id).query(DEPLOYMENT_ROW).optional();
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
