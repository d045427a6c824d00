package io.affidavit.command.routing;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.CredentialRotated;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a provider's events add up to.
sealed interface ProviderState {

    /// The state after one more event; other payloads change nothing.
    default ProviderState evolve(Object event) {
        return switch (event) {
            case ProviderRegistered made ->
                    new Active(
                            new ProviderFacts(
                                    made.provider(),
                                    made.organization(),
                                    made.protocol(),
                                    made.baseUrl(),
                                    0),
                            Map.of(),
                            made.idempotency());
            case ProviderChanged changed when this instanceof Active active ->
                    active.at(changed.baseUrl());
            case CredentialSealed sealed when this instanceof Active active ->
                    active.with(sealed.version(), sealed.keyRef());
            case CredentialRotated rotated when this instanceof Active active ->
                    active.with(rotated.version(), rotated.keyRef());
            case ProviderDisabled _ -> new Disabled();
            default -> this;
        };
    }

    /// Nobody registered it yet.
    record Unknown() implements ProviderState {}

    /// It was disabled for good; its name is not given out again.
    record Disabled() implements ProviderState {}

    /// It can be used.
    ///
    /// @param keyRefs key reference by credential version
    /// @param idempotency digest of the request that made it
    record Active(ProviderFacts facts, Map<Integer, String> keyRefs, @Nullable Digest idempotency)
            implements ProviderState {

        public Active {
            keyRefs = Map.copyOf(keyRefs);
        }

        CatalogPage.Provider view() {
            return new CatalogPage.Provider(
                    facts.provider(),
                    facts.organization(),
                    facts.protocol(),
                    facts.baseUrl(),
                    facts.credentialVersion());
        }

        private Active at(String baseUrl) {
            return new Active(facts.with(baseUrl, facts.credentialVersion()), keyRefs, idempotency);
        }

        private Active with(int version, String keyRef) {
            Map<Integer, String> more = new HashMap<>(keyRefs);
            more.put(version, keyRef);
            return new Active(facts.with(facts.baseUrl(), version), more, idempotency);
        }
    }

    /// Public state of a provider, the input of its digest.
    record ProviderFacts(
            ProviderId provider,
            @Nullable OrganizationId organization,
            Protocol protocol,
            String baseUrl,
            int credentialVersion) {

        ProviderFacts with(String url, int version) {
            return new ProviderFacts(provider, organization, protocol, url, version);
        }

        Digest digest() {
            return EventSerializer.digest(this);
        }
    }
}
