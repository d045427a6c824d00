package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.AggregateColumn;
import io.affidavit.query.evidence.export.SealedLog.Row;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.DomainEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the decisions about calls rest on: the records of policies, prices, routes, deployments,
/// keys and limits that the calls' records name. For one thread.
final class Background {

    /// Records that name what their decision rests on.
    static final List<String> NAMING =
            types(
                    List.of(
                            CallAdmitted.class,
                            CallRefused.class,
                            RouteChosen.class,
                            AttemptFailed.class,
                            CallCompleted.class,
                            CallFailed.class,
                            CallConcludedLate.class));

    private static final List<String> HOUSE =
            types(
                    List.of(
                            PolicyPublished.class,
                            PolicyActivated.class,
                            PriceListPublished.class,
                            RouteDefined.class,
                            RouteRemoved.class,
                            DeploymentRegistered.class,
                            DeploymentChanged.class,
                            DeploymentDrained.class,
                            LimitSet.class,
                            LimitRemoved.class,
                            LimitRaisedTemporarily.class));

    private static final List<String> KEYS =
            types(
                    List.of(
                            VirtualKeyIssued.class,
                            VirtualKeyChanged.class,
                            VirtualKeyRotated.class,
                            VirtualKeyBlocked.class,
                            VirtualKeyUnblocked.class,
                            VirtualKeyRevoked.class));

    private final SealedLog log;
    private final Set<UUID> stories = new HashSet<>();

    Background(SealedLog log) {
        this.log = log;
    }

    /// Takes down what a record names.
    void add(Row row) {
        switch (Records.event(row)) {
            case CallAdmitted call -> {
                story("policy", call.policy().value());
                story("route", call.alias().value());
                story("virtual_key", call.keyId().value());
                limits(call.holds());
            }
            case CallRefused call -> {
                story("virtual_key", call.keyId().value());
                if (call.limit() != null) {
                    story("limit", call.limit().limit().value());
                }
            }
            case RouteChosen route -> {
                route(route.choice());
                limits(route.holds());
            }
            case AttemptFailed failed -> {
                if (failed.limit() != null) {
                    story("limit", failed.limit().limit().value());
                }
            }
            case CallCompleted call -> price(call.priceId());
            case CallFailed call -> price(call.priceId());
            case CallConcludedLate call -> price(call.priceId());
            case DomainEvent _ -> {
                // Names nothing.
            }
        }
    }

    private void limits(List<Booking> holds) {
        holds.forEach(hold -> story("limit", hold.limit().value()));
    }

    private void route(RouteChoice choice) {
        Candidate chosen = choice.chosenCandidate();
        if (chosen != null) {
            story("deployment", chosen.deployment().value());
            if (chosen.alias() != null) {
                story("route", chosen.alias().value());
            }
        }
    }

    /// A deployment's own price stands in the deployment's story, which is there already.
    private void price(@Nullable String priceId) {
        if (priceId != null) {
            story("price_list", priceId.substring(0, Math.max(0, priceId.indexOf('/'))));
        }
    }

    private void story(String type, String id) {
        stories.add(Objects.requireNonNull(AggregateColumn.of(type, id)));
    }

    /// Where those records stand below `before`, and how the log's keys took over from each other
    /// until now: the newest checkpoint is signed by the last of them.
    ///
    /// @param organization whose records may be among them; `null` for house-wide ones alone
    long[] positions(long before, @Nullable String organization) {
        List<String> types = Stream.concat(HOUSE.stream(), KEYS.stream()).toList();
        long[] first = log.ofTypes(SealedLog.KEYS, log.head().size());
        return Selection.union(first, log.ofStories(stories, before, types, organization));
    }

    private static List<String> types(List<Class<? extends DomainEvent>> events) {
        return events.stream().map(event -> EventNames.of(event).type()).toList();
    }
}
