package io.affidavit.edge.catalog;

/// Where calls get the catalogue from.
public interface CatalogSource {

    /// The newest snapshot. Never blocks.
    Catalog current();

    /// Whether the snapshot follows the log; if not, no call may be judged by it.
    boolean isCurrent();
}
