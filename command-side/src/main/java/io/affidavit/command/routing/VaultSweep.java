package io.affidavit.command.routing;

import io.affidavit.command.routing.ProviderState.Disabled;
import io.affidavit.command.vault.CredentialVault;
import io.affidavit.schemas.value.ProviderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/// Finishes at start what a crash between a provider's last event and the removal of its
/// credentials left over.
final class VaultSweep implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(VaultSweep.class);

    private final ProviderDirectory providers;
    private final CredentialVault vault;

    VaultSweep(ProviderDirectory providers, CredentialVault vault) {
        this.providers = providers;
        this.vault = vault;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (ProviderId provider : vault.providers()) {
            if (providers.find(provider) instanceof Disabled) {
                vault.destroy(provider);
                LOG.atInfo()
                        .addKeyValue("provider", provider)
                        .log("credentials of a deleted provider destroyed");
            }
        }
    }
}
