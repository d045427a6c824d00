package io.affidavit.command.routing;

import io.affidavit.command.routing.ProviderState.Active;
import io.affidavit.command.vault.CredentialVault;
import io.affidavit.schemas.routing.CredentialTransit;
import io.affidavit.schemas.routing.CredentialView;
import io.affidavit.schemas.routing.RoutingQuery.FindCredential;
import io.affidavit.schemas.value.FailureCode;
import java.security.SecureRandom;
import java.util.Arrays;
import org.axonframework.queryhandling.QueryExecutionException;
import org.axonframework.queryhandling.QueryHandler;

/// Hands the edge the one credential it is about to use, encrypted for the way.
class CredentialQueryHandler {

    private final ProviderDirectory providers;
    private final CredentialVault vault;
    private final CredentialTransit transit;
    private final SecureRandom random = new SecureRandom();

    CredentialQueryHandler(
            ProviderDirectory providers, CredentialVault vault, CredentialTransit transit) {
        this.providers = providers;
        this.vault = vault;
        this.transit = transit;
    }

    @QueryHandler
    CredentialView handle(FindCredential query) {
        if (!(providers.find(query.provider()) instanceof Active active)) {
            throw notFound(query);
        }
        String keyRef = active.keyRefs().get(query.version());
        if (keyRef == null) {
            throw notFound(query);
        }
        CredentialVault.Opened opened = vault.open(keyRef).orElseThrow(() -> notFound(query));
        byte[] iv = new byte[CredentialTransit.IV_BYTES];
        random.nextBytes(iv);
        try {
            return transit.seal(
                    query.provider(), query.version(), opened.baseUrl(), opened.credential(), iv);
        } finally {
            Arrays.fill(opened.credential(), (byte) 0);
        }
    }

    private static QueryExecutionException notFound(FindCredential query) {
        return new QueryExecutionException(
                "credential: " + query.provider() + " version " + query.version() + " not found",
                null,
                FailureCode.NOT_FOUND.name());
    }
}
