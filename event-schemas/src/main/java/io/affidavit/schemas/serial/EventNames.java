package io.affidavit.schemas.serial;

import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.access.LimitExhausted;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitThresholdCrossed;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.RoleRevoked;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RefusalsCoalesced;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.evidence.LedgerTamperDetected;
import io.affidavit.schemas.evidence.LogHeartbeat;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.routing.CredentialDestroyed;
import io.affidavit.schemas.routing.CredentialRotated;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.value.DomainEvent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The logical name and revision of every event. A name is never given to another event, and an
/// event never changes its name; a new shape is a new revision.
public final class EventNames {

    /// Everything that is needed to write an event or to find its class again.
    ///
    /// @param type noun in snake_case, dot, past verb
    /// @param revision payload schema revision, decimal from 1
    /// @param event the class of the newest revision
    public record EventName(String type, String revision, Class<? extends DomainEvent> event) {}

    private static final List<EventName> ALL =
            List.of(
                    revised("log.opened", 2, LogOpened.class),
                    revised("log.key_added", 2, LogKeyAdded.class),
                    revised("log.key_retired", 2, LogKeyRetired.class),
                    name("log.heartbeat", LogHeartbeat.class),
                    revised("ledger_tamper.detected", 2, LedgerTamperDetected.class),
                    name("organization.registered", OrganizationRegistered.class),
                    name("organization.changed", OrganizationChanged.class),
                    name("scope.renamed", ScopeRenamed.class),
                    name("scope.archived", ScopeArchived.class),
                    name("team.registered", TeamRegistered.class),
                    name("project.registered", ProjectRegistered.class),
                    revised("virtual_key.issued", 3, VirtualKeyIssued.class),
                    revised("virtual_key.changed", 2, VirtualKeyChanged.class),
                    name("virtual_key.rotated", VirtualKeyRotated.class),
                    name("virtual_key.blocked", VirtualKeyBlocked.class),
                    name("virtual_key.unblocked", VirtualKeyUnblocked.class),
                    name("virtual_key.revoked", VirtualKeyRevoked.class),
                    name("role.granted", RoleGranted.class),
                    name("role.revoked", RoleRevoked.class),
                    name("access.denied", AccessDenied.class),
                    name("limit.set", LimitSet.class),
                    name("limit.removed", LimitRemoved.class),
                    name("limit.raised_temporarily", LimitRaisedTemporarily.class),
                    name("limit_threshold.crossed", LimitThresholdCrossed.class),
                    name("limit.exhausted", LimitExhausted.class),
                    name("provider.registered", ProviderRegistered.class),
                    name("provider.changed", ProviderChanged.class),
                    name("provider.disabled", ProviderDisabled.class),
                    name("credential.sealed", CredentialSealed.class),
                    name("credential.rotated", CredentialRotated.class),
                    name("credential.destroyed", CredentialDestroyed.class),
                    revised("deployment.registered", 3, DeploymentRegistered.class),
                    revised("deployment.changed", 3, DeploymentChanged.class),
                    name("deployment.drained", DeploymentDrained.class),
                    name("deployment.cooled_down", DeploymentCooledDown.class),
                    name("deployment.recovered", DeploymentRecovered.class),
                    revised("route.defined", 3, RouteDefined.class),
                    name("route.removed", RouteRemoved.class),
                    name("price_list.published", PriceListPublished.class),
                    name("policy.published", PolicyPublished.class),
                    name("policy.activated", PolicyActivated.class),
                    revised("call.admitted", 4, CallAdmitted.class),
                    name("guardrail.judged", GuardrailJudged.class),
                    revised("route.chosen", 4, RouteChosen.class),
                    revised("attempt.failed", 2, AttemptFailed.class),
                    revised("call.completed", 2, CallCompleted.class),
                    revised("call.failed", 2, CallFailed.class),
                    revised("call.abandoned", 2, CallAbandoned.class),
                    revised("call.refused", 2, CallRefused.class),
                    revised("call.concluded_late", 2, CallConcludedLate.class),
                    revised("refusals.coalesced", 2, RefusalsCoalesced.class),
                    name("bundle.exported", BundleExported.class),
                    name("part.disclosed", PartDisclosed.class));

    private static final Map<Class<?>, EventName> BY_CLASS = new HashMap<>();
    private static final Map<String, EventName> BY_TYPE = new HashMap<>();

    static {
        for (EventName name : ALL) {
            BY_CLASS.put(name.event(), name);
            BY_TYPE.put(name.type(), name);
        }
    }

    private EventNames() {}

    /// All names, in the order of the catalogue.
    public static Collection<EventName> all() {
        return ALL;
    }

    /// The names of all parts that events can have, ascending.
    public static List<String> parts() {
        return ALL.stream()
                .flatMap(name -> Arrays.stream(name.event().getRecordComponents()))
                .map(component -> component.getAnnotation(PartNames.class))
                .filter(Objects::nonNull)
                .flatMap(names -> Arrays.stream(names.value()))
                .distinct()
                .sorted()
                .toList();
    }

    /// The name of an event's class.
    ///
    /// @throws IllegalArgumentException for a class that is not in the catalogue
    public static EventName of(Class<?> event) {
        EventName name = BY_CLASS.get(event);
        if (name == null) {
            throw new IllegalArgumentException("event: no logical name for " + event.getName());
        }
        return name;
    }

    /// The event behind a logical name.
    ///
    /// @throws IllegalArgumentException for a name that is not in the catalogue; a reader stops
    ///   there, because skipping a fact is worse than stopping
    public static EventName of(String type) {
        EventName name = BY_TYPE.get(type);
        if (name == null) {
            throw new IllegalArgumentException("event: unknown logical name");
        }
        return name;
    }

    private static EventName name(String type, Class<? extends DomainEvent> event) {
        return new EventName(type, "1", event);
    }

    /// An event whose shape has changed; [Upcasters] knows the way from the first.
    private static EventName revised(
            String type, int revision, Class<? extends DomainEvent> event) {
        return new EventName(type, Integer.toString(revision), event);
    }
}
