package io.affidavit.edge.catalog;

import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.LimitExhausted;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitThresholdCrossed;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.RoleRevoked;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyEvent;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.routing.CredentialDestroyed;
import io.affidavit.schemas.routing.CredentialRotated;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Turns pages and facts into catalogues. Belongs to one thread; what it hands out is immutable.
final class CatalogFold {

    private final Map<Digest, PolicyDocument> policies = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY;

    Catalog catalog() {
        return catalog;
    }

    void load(CatalogPage page) {
        page.organizations().forEach(organization -> catalog = catalog.with(organization));
        page.archived().forEach(scope -> catalog = catalog.with(scope));
        page.providers().forEach(provider -> catalog = catalog.with(provider));
        catalog = catalog.with(catalog.routing().with(page.deployments(), page.routes()));
        catalog = catalog.with(page.keys());
        catalog = catalog.with(catalog.meters().with(page.meters()));
        if (page.policy() != null) {
            policies.put(page.policy().digest(), page.policy().document());
            catalog = catalog.with(page.policy());
        }
    }

    void fold(AccessEvent event) {
        switch (event) {
            case OrganizationRegistered made ->
                    catalog =
                            catalog.with(
                                    new CatalogPage.Organization(
                                            made.organization(), made.content()));
            case OrganizationChanged changed ->
                    catalog =
                            catalog.with(
                                    new CatalogPage.Organization(
                                            changed.organization(), changed.content()));
            case ScopeArchived closed ->
                    catalog =
                            catalog.with(
                                    new CatalogPage.Archived(
                                            closed.organization(),
                                            closed.team(),
                                            closed.project()));
            case VirtualKeyIssued issued -> issue(issued);
            case VirtualKeyChanged changed ->
                    change(changed.key(), old -> KeyFold.after(old, changed));
            case VirtualKeyRotated rotated ->
                    change(rotated.key(), old -> KeyFold.after(old, rotated));
            case VirtualKeyBlocked blocked ->
                    change(blocked.key(), old -> KeyFold.blocked(old, true));
            case VirtualKeyUnblocked free -> change(free.key(), old -> KeyFold.blocked(old, false));
            case VirtualKeyRevoked revoked -> change(revoked.key(), KeyFold::revoked);
            case LimitSet set -> catalog = catalog.with(catalog.meters().with(set.terms()));
            case LimitRemoved removed ->
                    catalog = catalog.with(catalog.meters().without(removed.limit()));
            case TeamRegistered _,
                    ProjectRegistered _,
                    ScopeRenamed _,
                    LimitRaisedTemporarily _,
                    LimitThresholdCrossed _,
                    LimitExhausted _,
                    RoleGranted _,
                    RoleRevoked _,
                    AccessDenied _ -> {
                // Judged by command-side alone.
            }
        }
    }

    /// A page may show it already, perhaps in a later state.
    private void issue(VirtualKeyIssued issued) {
        if (catalog.key(issued.key()) == null) {
            catalog = catalog.with(KeyFold.of(issued));
        }
    }

    private void change(VirtualKeyId id, UnaryOperator<CatalogPage.Key> change) {
        CatalogPage.Key old = catalog.key(id);
        if (old != null) {
            catalog = catalog.with(change.apply(old));
        }
    }

    void fold(RoutingEvent event) {
        switch (event) {
            case ProviderRegistered made ->
                    catalog =
                            catalog.with(
                                    new CatalogPage.Provider(
                                            made.provider(),
                                            made.organization(),
                                            made.protocol(),
                                            made.baseUrl(),
                                            0));
            case ProviderChanged changed ->
                    change(changed.provider(), old -> withBaseUrl(old, changed.baseUrl()));
            case ProviderDisabled disabled -> catalog = catalog.without(disabled.provider());
            case CredentialSealed sealed ->
                    change(sealed.provider(), old -> withCredential(old, sealed.version()));
            case CredentialRotated rotated ->
                    change(rotated.provider(), old -> withCredential(old, rotated.version()));
            case CredentialDestroyed gone -> change(gone.provider(), old -> withCredential(old, 0));
            case DeploymentRegistered made -> route(made);
            case DeploymentChanged changed -> route(changed);
            case DeploymentDrained drained ->
                    catalog = catalog.with(catalog.routing().without(drained.deployment()));
            case DeploymentCooledDown _, DeploymentRecovered _ -> {
                // What a node sees of a deployment's health is that node's own.
            }
            case RouteDefined defined ->
                    route(
                            new CatalogPage.Route(
                                    defined.alias(), defined.strategy(), defined.rules(), false));
            case RouteRemoved removed ->
                    route(
                            new CatalogPage.Route(
                                    removed.alias(), Strategy.ORDERED, RouteRules.DEFAULT, true));
            case PriceListPublished _ -> {
                // Prices are command-side's: it computes costs.
            }
        }
    }

    private void change(ProviderId id, UnaryOperator<CatalogPage.Provider> change) {
        CatalogPage.Provider old = catalog.provider(id);
        if (old != null) {
            catalog = catalog.with(change.apply(old));
        }
    }

    private static CatalogPage.Provider withBaseUrl(CatalogPage.Provider old, String baseUrl) {
        return new CatalogPage.Provider(
                old.id(), old.organization(), old.protocol(), baseUrl, old.credentialVersion());
    }

    private static CatalogPage.Provider withCredential(CatalogPage.Provider old, int version) {
        return new CatalogPage.Provider(
                old.id(), old.organization(), old.protocol(), old.baseUrl(), version);
    }

    private void route(DeploymentRegistered made) {
        catalog =
                catalog.with(
                        catalog.routing()
                                .with(
                                        new CatalogPage.Deployment(
                                                made.deployment(),
                                                made.alias(),
                                                made.provider(),
                                                made.upstreamModel(),
                                                made.order(),
                                                made.weight())));
    }

    private void route(DeploymentChanged changed) {
        CatalogPage.Deployment old = catalog.routing().deployments().get(changed.deployment());
        if (old != null) {
            catalog =
                    catalog.with(
                            catalog.routing()
                                    .with(
                                            new CatalogPage.Deployment(
                                                    old.id(),
                                                    old.alias(),
                                                    old.provider(),
                                                    changed.upstreamModel(),
                                                    changed.order(),
                                                    changed.weight())));
        }
    }

    private void route(CatalogPage.Route route) {
        catalog = catalog.with(catalog.routing().with(route));
    }

    /// @return whether the document is known; if not, the catalogue must be loaded anew
    boolean fold(PolicyEvent event) {
        return switch (event) {
            case PolicyPublished published -> {
                policies.put(published.policy(), published.document());
                yield true;
            }
            case PolicyActivated activated -> activate(activated.policy());
        };
    }

    private boolean activate(Digest digest) {
        @Nullable PolicyDocument document = policies.get(digest);
        if (document == null) {
            return false;
        }
        catalog = catalog.with(new CatalogPage.Policy(digest, document));
        return true;
    }
}
