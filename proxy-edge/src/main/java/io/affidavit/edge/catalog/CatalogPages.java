package io.affidavit.edge.catalog;

import io.affidavit.schemas.call.CallQuery.FindCatalogPage;
import io.affidavit.schemas.call.CatalogPage;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/// Answers pages of the catalogue.
@FunctionalInterface
public interface CatalogPages {

    /// The page at a cursor, the first one without. Blocks.
    ///
    /// @throws RuntimeException if nobody answers
    CatalogPage find(@Nullable String cursor);

    /// Pages that the house's query bus answers.
    static CatalogPages over(QueryGateway queries) {
        return cursor -> {
            try {
                return queries.query(new FindCatalogPage(cursor, 1000), CatalogPage.class)
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException e) {
                throw new IllegalStateException("catalogue page", e.getCause());
            }
        };
    }
}
