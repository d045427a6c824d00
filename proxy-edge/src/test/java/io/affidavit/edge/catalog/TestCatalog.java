package io.affidavit.edge.catalog;

import io.affidavit.schemas.call.CatalogPage;

/// A catalogue that a test sets, in place of one that follows a log.
public final class TestCatalog implements CatalogSource {

    private volatile Catalog catalog = Catalog.EMPTY;
    private volatile boolean current = true;

    /// Shows exactly this page from now on.
    public void show(CatalogPage page) {
        CatalogFold fold = new CatalogFold();
        fold.load(page);
        catalog = fold.catalog();
    }

    /// Says whether it follows.
    public void current(boolean follows) {
        current = follows;
    }

    @Override
    public Catalog current() {
        return catalog;
    }

    @Override
    public boolean isCurrent() {
        return current;
    }
}
