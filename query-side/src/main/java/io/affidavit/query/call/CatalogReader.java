package io.affidavit.query.call;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of the catalogue.
public final class CatalogReader {

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public CatalogReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// Everything up to here is in the tables; -1 before the first record.
    long position() {
        return sql.sql("select position from read.progress where processor = 'catalog'")
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }

    List<CatalogPage.Organization> organizations() {
        return sql.sql("select id, content from read.organization order by id")
                .query((row, number) ->
                        new CatalogPage.Organization(
                                new OrganizationId(row.getString("id")),
                                ContentMode.valueOf(constant(row, "content"))))
                .list();
    }

    List<CatalogPage.Archived> archived() {
        return sql.sql(
                        """
                        select id as org, null as team, null as project from read.organization
                            where archived
                        union all select org, id, null from read.team where archived
                        union all select org, team, id from read.project where archived
                        """)
                .query((row, number) ->
                        new CatalogPage.Archived(
                                new OrganizationId(row.getString("org")),
                                optional(row, "team", TeamId::new),
                                optional(row, "project", ProjectId::new)))
                .list();
    }

    List<CatalogPage.Key> keys(String after, int limit) {
        return sql.sql(
                        """
                        select id, mac, grace_mac, grace_until, origin, org, team, project,
                            aliases, surfaces, content, expires_at, blocked, revoked
                        from read.virtual_key where id > ? order by id limit ?
                        """)
                .params(after, limit)
                .query((row, number) -> key(row))
                .list();
    }

    List<CatalogPage.Provider> providers() {
        return sql.sql(
                        """
                        select id, org, protocol, base_url, credential_version from read.provider
                        where not disabled order by id
                        """)
                .query((row, number) ->
                        new CatalogPage.Provider(
                                new ProviderId(row.getString("id")),
                                optional(row, "org", OrganizationId::new),
                                Protocol.valueOf(constant(row, "protocol")),
                                row.getString("base_url"),
                                row.getInt("credential_version")))
                .list();
    }

    List<CatalogPage.Deployment> deployments() {
        return sql.sql(
                        """
                        select id, alias, provider, upstream_model, place, weight
                        from read.deployment where not drained order by id
                        """)
                .query((row, number) ->
                        new CatalogPage.Deployment(
                                new DeploymentId(row.getString("id")),
                                new Alias(row.getString("alias")),
                                new ProviderId(row.getString("provider")),
                                row.getString("upstream_model"),
                                row.getInt("place"),
                                row.getInt("weight")))
                .list();
    }

    List<CatalogPage.Route> routes() {
        return sql.sql("select * from read.route order by alias")
                .query((row, number) ->
                        new CatalogPage.Route(
                                new Alias(row.getString("alias")),
                                Strategy.valueOf(constant(row, "strategy")),
                                RouteRow.rules(row),
                                row.getBoolean("removed")))
                .list();
    }

    /// Limits for which prompts are counted, and those of deployments. They may be further than the
    /// position: they stand where appends write them.
    ///
    /// @param keys whose own limits are wanted
    /// @param others whether those of everything but keys are wanted, too
    List<CatalogPage.Meter> meters(List<CatalogPage.Key> keys, boolean others) {
        String[] scopes =
                keys.stream()
                        .map(key -> new LimitScope(LimitScopeKind.KEY, key.id().value()).toString())
                        .toArray(String[]::new);
        return sql
                .sql(
                        """
                        select data from evidence.limit_terms
                        where scope = any (?) or (? and scope not like 'key:%') order by limit_id
                        """)
                .params(scopes, others)
                .query((row, number) ->
                        ((LimitSet) stored(LimitSet.class, row.getBytes("data"))).terms())
                .list()
                .stream()
                .flatMap(terms -> CatalogPage.Meter.of(terms).stream())
                .toList();
    }

    /// The policy activated last.
    Optional<CatalogPage.Policy> policy() {
        return sql.sql(
                        """
                        select published from read.policy where activated is not null
                        order by activated desc limit 1
                        """)
                .query(String.class)
                .optional()
                .map(CatalogReader::policy);
    }

    private static CatalogPage.Policy policy(String published) {
        PolicyPublished event =
                (PolicyPublished)
                        stored(PolicyPublished.class, published.getBytes(StandardCharsets.UTF_8));
        return new CatalogPage.Policy(event.policy(), event.document());
    }

    private static DomainEvent stored(Class<? extends DomainEvent> event, byte[] data) {
        EventNames.EventName name = EventNames.of(event);
        return EventSerializer.read(name.type(), name.revision(), data, List.of());
    }

    private static CatalogPage.Key key(ResultSet row) throws SQLException {
        String graceMac = row.getString("grace_mac");
        Instant graceUntil = instant(row, "grace_until");
        return new CatalogPage.Key(
                new VirtualKeyId(row.getString("id")),
                row.getString("mac"),
                graceMac == null || graceUntil == null
                        ? null
                        : new CatalogPage.Grace(graceMac, graceUntil),
                row.getString("origin").equals(KeyOrigin.IMPORTED.code()),
                new OrganizationId(row.getString("org")),
                optional(row, "team", TeamId::new),
                optional(row, "project", ProjectId::new),
                List.of((String[]) row.getArray("aliases").getArray()),
                List.of((String[]) row.getArray("surfaces").getArray()),
                optional(row, "content", CatalogReader::mode),
                instant(row, "expires_at"),
                row.getBoolean("blocked"),
                row.getBoolean("revoked"));
    }

    private static ContentMode mode(String code) {
        return ContentMode.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static String constant(ResultSet row, String column) throws SQLException {
        return row.getString(column).toUpperCase(Locale.ROOT);
    }

    private static <T> @Nullable T optional(ResultSet row, String column, Function<String, T> form)
            throws SQLException {
        String text = row.getString(column);
        return text == null ? null : form.apply(text);
    }
}
