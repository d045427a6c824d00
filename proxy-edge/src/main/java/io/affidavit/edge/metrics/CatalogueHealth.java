package io.affidavit.edge.metrics;

import io.affidavit.edge.catalog.CatalogSource;
import io.affidavit.schemas.value.HealthSource;
import java.util.List;

/// Whether keys and routes are known as they are now.
public final class CatalogueHealth implements HealthSource {

    private final CatalogSource catalogue;

    /// Of this catalogue.
    public CatalogueHealth(CatalogSource catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String part() {
        return "catalogue";
    }

    @Override
    public List<String> reasons() {
        return catalogue.isCurrent() ? List.of() : List.of("the catalogue is not current");
    }
}
