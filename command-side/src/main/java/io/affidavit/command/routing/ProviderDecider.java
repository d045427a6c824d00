package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Repetition;
import io.affidavit.command.routing.ProviderState.Active;
import io.affidavit.command.routing.ProviderState.Disabled;
import io.affidavit.command.routing.ProviderState.ProviderFacts;
import io.affidavit.command.routing.ProviderState.Unknown;
import io.affidavit.command.vault.CredentialKeyRef;
import io.affidavit.schemas.routing.CredentialDestroyed;
import io.affidavit.schemas.routing.CredentialRotated;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RoutingCommand.ChangeProvider;
import io.affidavit.schemas.routing.RoutingCommand.DisableProvider;
import io.affidavit.schemas.routing.RoutingCommand.RegisterProvider;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.ProviderId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about a provider. Pure.
final class ProviderDecider {

    private ProviderDecider() {}

    static List<RoutingEvent> decide(ProviderState state, RegisterProvider command) {
        return switch (state) {
            case Active active -> {
                Repetition.accept(
                        "name: " + command.provider(), active.idempotency(), command.idempotency());
                yield List.of();
            }
            case Disabled _ ->
                    throw Refusal.exception(
                            FailureCode.ALREADY_EXISTS,
                            "name: "
                                    + command.provider()
                                    + " belonged to a deleted provider (expected: a new name)");
            case Unknown _ -> registered(command);
        };
    }

    static List<RoutingEvent> decide(ProviderState state, ChangeProvider command) {
        ProviderFacts before = requireActive(state, "name", command.provider()).facts();
        String keyRef = command.credentialKeyRef();
        String baseUrl = command.baseUrl() == null ? before.baseUrl() : command.baseUrl();
        if (keyRef == null) {
            if (!baseUrl.equals(before.baseUrl())) {
                throw Refusal.exception(
                        FailureCode.CREDENTIAL_REQUIRED,
                        "credential: missing (expected: given again with a new baseUrl)");
            }
            return List.of();
        }
        int version = nextVersion(before, keyRef);
        return List.of(
                new ProviderChanged(
                        command.provider(),
                        baseUrl,
                        before.digest(),
                        before.with(baseUrl, version).digest(),
                        command.parts()),
                version == 1
                        ? new CredentialSealed(command.provider(), version, keyRef)
                        : new CredentialRotated(command.provider(), version, keyRef));
    }

    static List<RoutingEvent> decide(ProviderState state, DisableProvider command) {
        ProviderFacts before = requireActive(state, "name", command.provider()).facts();
        List<RoutingEvent> events = new ArrayList<>();
        events.add(new ProviderDisabled(command.provider(), before.digest(), command.parts()));
        if (before.credentialVersion() > 0) {
            events.add(new CredentialDestroyed(command.provider(), before.credentialVersion()));
        }
        return events;
    }

    /// The provider if it can be used.
    ///
    /// @param field the member that names it, for the caller
    static Active requireActive(ProviderState state, String field, ProviderId provider) {
        return switch (state) {
            case Active active -> active;
            case Unknown _, Disabled _ ->
                    throw Refusal.exception(
                            FailureCode.NOT_FOUND,
                            field
                                    + ": "
                                    + provider
                                    + " not found (expected: a registered provider)");
        };
    }

    private static List<RoutingEvent> registered(RegisterProvider command) {
        @Nullable String keyRef = command.credentialKeyRef();
        ProviderFacts bare =
                new ProviderFacts(
                        command.provider(),
                        command.organization(),
                        command.protocol(),
                        command.baseUrl(),
                        0);
        ProviderFacts after =
                keyRef == null ? bare : bare.with(bare.baseUrl(), nextVersion(bare, keyRef));
        List<RoutingEvent> events = new ArrayList<>();
        events.add(
                new ProviderRegistered(
                        command.provider(),
                        command.organization(),
                        command.protocol(),
                        command.baseUrl(),
                        command.idempotency(),
                        after.digest(),
                        command.parts()));
        if (keyRef != null) {
            events.add(new CredentialSealed(command.provider(), after.credentialVersion(), keyRef));
        }
        return events;
    }

    /// The credential was sealed before the command, for the version and the address that were in
    /// force then; if either has moved since, it would never open.
    private static int nextVersion(ProviderFacts facts, String keyRef) {
        int version = facts.credentialVersion() + 1;
        CredentialKeyRef sealed = CredentialKeyRef.parse(keyRef);
        if (sealed.version() != version || !sealed.provider().equals(facts.provider())) {
            throw Refusal.exception(
                    FailureCode.CONFLICT, "credential: changed meanwhile (expected: try again)");
        }
        return version;
    }
}
