package io.affidavit.edge.catalog;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything calls are judged by, as it was at one position of the log. Immutable: a call keeps
/// the snapshot it began with.
public final class Catalog {

    static final Catalog EMPTY =
            new Catalog(
                    KeyIndex.EMPTY,
                    Map.of(),
                    Set.of(),
                    Map.of(),
                    Routing.EMPTY,
                    Meters.EMPTY,
                    null);

    private final KeyIndex keys;
    private final Map<OrganizationId, ContentMode> organizations;
    private final Set<CatalogPage.Archived> archived;
    private final Map<ProviderId, CatalogPage.Provider> providers;
    private final Routing routing;
    private final Meters meters;
    private final CatalogPage.@Nullable Policy policy;

    private Catalog(
            KeyIndex keys,
            Map<OrganizationId, ContentMode> organizations,
            Set<CatalogPage.Archived> archived,
            Map<ProviderId, CatalogPage.Provider> providers,
            Routing routing,
            Meters meters,
            CatalogPage.@Nullable Policy policy) {
        this.keys = keys;
        this.organizations = organizations;
        this.archived = archived;
        this.providers = providers;
        this.routing = routing;
        this.meters = meters;
        this.policy = policy;
    }

    /// The key with this id, in whatever state; `null` if there never was one.
    public CatalogPage.@Nullable Key key(VirtualKeyId id) {
        return keys.find(id);
    }

    /// The imported key with this secret, in whatever state; `null` if there never was one.
    ///
    /// @param mac as it stands in `virtual_key.issued`
    public CatalogPage.@Nullable Key imported(String mac) {
        return keys.findImported(mac);
    }

    /// What becomes of an organization's content; the sparing mode for one that is not known.
    public ContentMode content(OrganizationId id) {
        return organizations.getOrDefault(id, ContentMode.COMMIT);
    }

    /// Whether the scope of a key, or one above it, is closed.
    public boolean isArchived(CatalogPage.Key key) {
        OrganizationId organization = key.organization();
        return !archived.isEmpty()
                && (archived.contains(new CatalogPage.Archived(organization, null, null))
                        || archived.contains(
                                new CatalogPage.Archived(organization, key.team(), null))
                        || archived.contains(
                                new CatalogPage.Archived(organization, key.team(), key.project())));
    }

    /// A provider in service; `null` for any other.
    public CatalogPage.@Nullable Provider provider(ProviderId id) {
        return providers.get(id);
    }

    /// The deployments of an alias by order, then id; empty for an alias without a route.
    public List<CatalogPage.Deployment> deployments(String alias) {
        return routing.byAlias().getOrDefault(alias, List.of());
    }

    /// A deployment in service; `null` for any other.
    public CatalogPage.@Nullable Deployment deployment(DeploymentId id) {
        return routing.deployments().get(id);
    }

    /// How an alias is routed; by default where nobody has said.
    public CatalogPage.Route route(Alias alias) {
        CatalogPage.Route route = routing.routes().get(alias);
        return route == null ? CatalogPage.Route.byDefault(alias) : route;
    }

    /// All aliases that have a route, in the order of their names.
    public Collection<String> aliases() {
        return routing.byAlias().keySet();
    }

    /// Whether a limit in tokens or money counts the calls of a key to an alias.
    public boolean isMetered(CatalogPage.Key key, Alias alias) {
        return meters.count(key, alias);
    }

    /// Whether a limit in tokens or money counts what is sent to a deployment.
    public boolean isMetered(DeploymentId deployment) {
        return meters.count(deployment);
    }

    /// Whether a deployment has limits of its own, so that it may be full.
    public boolean isLimited(DeploymentId deployment) {
        return meters.limit(deployment);
    }

    /// Whether any limit is in tokens or money.
    public boolean isMetered() {
        return !meters.isEmpty();
    }

    /// The policy in force; `null` before the first activation.
    public CatalogPage.@Nullable Policy policy() {
        return policy;
    }

    Routing routing() {
        return routing;
    }

    Catalog with(KeyIndex next) {
        return new Catalog(next, organizations, archived, providers, routing, meters, policy);
    }

    Catalog with(Routing next) {
        return new Catalog(keys, organizations, archived, providers, next, meters, policy);
    }

    Meters meters() {
        return meters;
    }

    Catalog with(Meters next) {
        return new Catalog(keys, organizations, archived, providers, routing, next, policy);
    }

    Catalog with(CatalogPage.Policy next) {
        return new Catalog(keys, organizations, archived, providers, routing, meters, next);
    }

    Catalog with(CatalogPage.Key key) {
        return with(keys.with(key));
    }

    Catalog with(List<CatalogPage.Key> more) {
        return with(keys.with(more));
    }

    Catalog with(CatalogPage.Organization organization) {
        Map<OrganizationId, ContentMode> copy = new HashMap<>(organizations);
        copy.put(organization.id(), organization.content());
        return new Catalog(keys, copy, archived, providers, routing, meters, policy);
    }

    Catalog with(CatalogPage.Archived scope) {
        Set<CatalogPage.Archived> copy = new HashSet<>(archived);
        copy.add(scope);
        return new Catalog(keys, organizations, copy, providers, routing, meters, policy);
    }

    Catalog with(CatalogPage.Provider provider) {
        Map<ProviderId, CatalogPage.Provider> copy = new HashMap<>(providers);
        copy.put(provider.id(), provider);
        return new Catalog(keys, organizations, archived, copy, routing, meters, policy);
    }

    Catalog without(ProviderId provider) {
        Map<ProviderId, CatalogPage.Provider> copy = new HashMap<>(providers);
        copy.remove(provider);
        return new Catalog(keys, organizations, archived, copy, routing, meters, policy);
    }
}
