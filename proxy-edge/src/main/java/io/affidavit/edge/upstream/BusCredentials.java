package io.affidavit.edge.upstream;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.CredentialTransit;
import io.affidavit.schemas.routing.CredentialView;
import io.affidavit.schemas.routing.RoutingQuery.FindCredential;
import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for credentials over the query bus, where they travel encrypted, and keeps the newest
/// version of each in memory. A credential for another address than the catalogue's is refused: it
/// may only be sent where it was sealed for.
///
/// All calls that need one at the same time wait for one question. After a start or a rotation that
/// is every call there is, and the room that answers has a handful of connections.
public final class BusCredentials implements CredentialSource {

    private static final Logger log = LoggerFactory.getLogger(BusCredentials.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final QueryGateway queries;
    private final CredentialTransit transit;
    private final Map<ProviderId, Known> known = new ConcurrentHashMap<>();
    private final Map<CatalogPage.Provider, CompletableFuture<Known>> asking =
            new ConcurrentHashMap<>();

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
        CompletableFuture<Known> mine = new CompletableFuture<>();
        CompletableFuture<Known> theirs = asking.putIfAbsent(provider, mine);
        if (theirs == null) {
            Thread.ofVirtual().name("credential").start(() -> ask(provider, mine));
        }
        return await(provider, theirs == null ? mine : theirs).credential();
    }

    private static Known await(CatalogPage.Provider provider, CompletableFuture<Known> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CredentialUnavailable(provider.id() + ": interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CredentialUnavailable(provider.id() + ": credential not to be had", e);
        }
    }

    private void ask(CatalogPage.Provider provider, CompletableFuture<Known> answer) {
        try {
            Known asked = ask(provider);
            known.put(provider.id(), asked);
            answer.complete(asked);
        } catch (InterruptedException
                | ExecutionException
                | TimeoutException
                | RuntimeException e) { // whoever waits must hear of it
            log.warn("credential of {} not to be had: {}", provider.id(), e.getMessage());
            answer.completeExceptionally(e);
        } finally {
            asking.remove(provider, answer);
        }
    }

    private Known ask(CatalogPage.Provider provider)
            throws InterruptedException, ExecutionException, TimeoutException {
        CredentialView view =
                queries.query(
                                new FindCredential(provider.id(), provider.credentialVersion()),
                                CredentialView.class)
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
    }
}
