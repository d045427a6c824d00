package io.affidavit.query.call;

import io.affidavit.schemas.call.CallQuery.FindCatalogPage;
import io.affidavit.schemas.call.CatalogPage;
import java.util.List;
import java.util.Objects;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives an edge what it judges calls by, at one moment of the log.
public final class CatalogQueryHandler {

    private static final int LIMIT_MAX = 10_000;

    private final CatalogReader reader;
    private final TransactionTemplate snapshot;

    /// Reads a page and its position in one such transaction.
    ///
    /// @param snapshot REPEATABLE READ
    public CatalogQueryHandler(CatalogReader reader, TransactionTemplate snapshot) {
        this.reader = reader;
        this.snapshot = snapshot;
    }

    @QueryHandler
    CatalogPage handle(FindCatalogPage query) {
        return Objects.requireNonNull(snapshot.execute(status -> page(query)));
    }

    private CatalogPage page(FindCatalogPage query) {
        boolean first = query.cursor() == null;
        int limit = Math.clamp(query.limit(), 1, LIMIT_MAX);
        List<CatalogPage.Key> keys =
                reader.keys(Objects.requireNonNullElse(query.cursor(), ""), limit);
        return new CatalogPage(
                reader.position(),
                first ? reader.organizations() : List.of(),
                first ? reader.archived() : List.of(),
                keys,
                first ? reader.providers() : List.of(),
                first ? reader.deployments() : List.of(),
                first ? reader.routes() : List.of(),
                reader.meters(keys, first),
                first ? reader.policy().orElse(null) : null,
                keys.size() == limit ? keys.getLast().id().value() : null);
    }
}
