package io.affidavit.command.routing;

import io.affidavit.command.routing.ProviderState.ProviderFacts;
import io.affidavit.command.vault.CredentialVault;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Keeps vault and log in step: a credential is sealed before the command that names it, and taken
/// away again when that command is refused. If its fate is unknown the sealed row stays: it opens
/// for nobody unless an event names it.
final class CredentialSealing {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialSealing.class);

    private final CredentialVault vault;

    CredentialSealing(CredentialVault vault) {
        this.vault = vault;
    }

    /// Runs a command with the reference of a freshly sealed credential.
    ///
    /// @param facts the provider as it will be, with the credential version before the command
    /// @param credential the credential; without one the command gets no reference
    CatalogPage.Provider with(
            ProviderFacts facts,
            @Nullable String credential,
            Function<@Nullable String, CatalogPage.Provider> command) {
        if (credential == null) {
            return command.apply(null);
        }
        String keyRef = seal(facts, credential);
        try {
            return command.apply(keyRef);
        } catch (RuntimeException e) {
            boolean isRefused =
                    Refusal.of(e)
                            .map(Refusal::code)
                            .filter(code -> code.fault() != FailureCode.Fault.GATEWAY)
                            .isPresent();
            if (isRefused) {
                quietly(() -> vault.discard(keyRef));
            }
            throw e;
        }
    }

    /// Destroys what a rotation left behind. The version before stays: calls that began with it may
    /// still ask for it.
    void tidy(CatalogPage.Provider now, ProviderState.Active before) {
        int version = before.facts().credentialVersion();
        if (now.credentialVersion() > version && version > 0) {
            Collection<String> inUse = List.of(before.keyRefs().getOrDefault(version, ""));
            quietly(() -> vault.destroyUpTo(now.id(), version, inUse));
        }
    }

    /// Destroys all credentials of a provider that is gone.
    void destroy(ProviderId provider) {
        vault.destroy(provider);
    }

    private String seal(ProviderFacts facts, String credential) {
        byte[] bytes = credential.getBytes(StandardCharsets.US_ASCII);
        try {
            return vault.seal(
                    facts.organization(),
                    facts.provider(),
                    facts.credentialVersion() + 1,
                    facts.baseUrl(),
                    bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// What cannot be removed now is removed with the provider; it must not fail the request.
    private static void quietly(Runnable removal) {
        try {
            removal.run();
        } catch (DataAccessException e) {
            LOG.atWarn().setCause(e).log("a sealed credential that nobody uses stays in the vault");
        }
    }
}
