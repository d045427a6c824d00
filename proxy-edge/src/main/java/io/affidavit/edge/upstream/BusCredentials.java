package io.affidavit.edge.upstream;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.CredentialTransit;
import io.affidavit.schemas.routing.CredentialView;
import io.affidavit.schemas.routing.RoutingQuery.FindCredential;
import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;

/// Asks for credentials over the query bus, where they travel encrypted, and keeps the newest
/// version of each in memory. A credential for another address than the catalogue's is refused: it
/// may only be sent where it was sealed for.
public final class BusCredentials implements CredentialSource {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final QueryGateway queries;
    private final CredentialTransit transit;
    private final Map<ProviderId, Known> known = new ConcurrentHashMap<>();

    /// @param queries reaches the room that keeps credentials
    /// @param transit opens what it sends
    public BusCredentials(QueryGateway queries, CredentialTransit transit) {
        this.queries = queries;
        this.transit = transit;
    }

    private record Known(int version, String baseUrl, Credential credential) {

        boolean fits(CatalogPage.Provider provider) {
            return version == provider.credentialVersion() && baseUrl.equals(provider.baseUrl());
        }
    }

    @Override
    public Credential resolve(CatalogPage.Provider provider) {
        Known present = known.get(provider.id());
        if (present != null && present.fits(provider)) {
            return present.credential();
        }
        Known asked = ask(provider);
        known.put(provider.id(), asked);
        return asked.credential();
    }

    private Known ask(CatalogPage.Provider provider) {
        FindCredential query = new FindCredential(provider.id(), provider.credentialVersion());
        try {
            CredentialView view =
                    queries.query(query, CredentialView.class)
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (view == null
                    || !view.provider().equals(provider.id())
                    || view.version() != provider.credentialVersion()
                    || !view.baseUrl().equals(provider.baseUrl())) {
                throw new CredentialUnavailable(
                        provider.id() + ": no credential for this version and address", null);
            }
            String secret = new String(transit.open(view), StandardCharsets.US_ASCII);
            return new Known(view.version(), view.baseUrl(), new Credential(secret));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CredentialUnavailable(provider.id() + ": interrupted", e);
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            throw new CredentialUnavailable(provider.id() + ": credential not to be had", e);
        }
    }
}
