package io.affidavit.query.web;

import io.affidavit.schemas.access.AccessQuery.FindAdministrator;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/// Asks the room that can tell who holds an admin token. Only a hash of it goes there.
public final class Administrators {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final QueryGateway queries;

    /// Asks over this gateway.
    public Administrators(QueryGateway queries) {
        this.queries = queries;
    }

    /// Who holds a token; `null` when nobody may with it.
    @Nullable Administrator find(String presented) {
        AdminTokenId id = AdminTokenFormat.parse(presented).orElse(null);
        if (id == null) {
            return null;
        }
        try {
            return queries.query(
                            new FindAdministrator(id, AdminTokenFormat.hash(presented)),
                            Administrator.class)
                    .get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown();
        }
    }

    private static Problem unknown() {
        return Problem.of(FailureCode.EVIDENCE_UNAVAILABLE, "admin tokens cannot be told now");
    }
}
