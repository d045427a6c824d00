package io.affidavit.edge.call;

import io.affidavit.edge.catalog.Catalog;
import io.affidavit.schemas.access.AliasGrant;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.Protocol;
import java.util.List;

/// Which aliases a key may use and see.
public final class ModelGrant {

    private final Catalog catalog;
    private final CatalogPage.Key key;

    private ModelGrant(Catalog catalog, CatalogPage.Key key) {
        this.catalog = catalog;
        this.key = key;
    }

    /// The grant of a key.
    public static ModelGrant of(Catalog catalog, CatalogPage.Key key) {
        return new ModelGrant(catalog, key);
    }

    /// Whether the alias is granted and has a deployment that the key's organization may know of.
    public boolean allows(String alias) {
        return AliasGrant.covers(key.aliases(), alias)
                && catalog.deployments(alias).stream().anyMatch(this::isOwn);
    }

    /// All granted aliases by name.
    public List<String> aliases() {
        return catalog.aliases().stream().filter(this::allows).toList();
    }

    /// Whether nothing but simulators answers an alias.
    public boolean isSimulated(String alias) {
        return catalog.deployments(alias).stream().filter(this::isOwn).allMatch(this::isSimulator);
    }

    /// Whether a provider belongs to another organization than the key.
    public static boolean isForeign(CatalogPage.Provider provider, CatalogPage.Key key) {
        return provider.organization() != null
                && !provider.organization().equals(key.organization());
    }

    private boolean isOwn(CatalogPage.Deployment deployment) {
        CatalogPage.Provider provider = catalog.provider(deployment.provider());
        return provider == null || !isForeign(provider, key);
    }

    private boolean isSimulator(CatalogPage.Deployment deployment) {
        CatalogPage.Provider provider = catalog.provider(deployment.provider());
        return provider != null && provider.protocol() == Protocol.SIMULATOR;
    }
}
