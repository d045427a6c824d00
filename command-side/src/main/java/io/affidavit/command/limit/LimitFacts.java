package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.DomainEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What events say about limits and their accounts.
final class LimitFacts {

    private LimitFacts() {}

    /// Whether an event may move accounts, or says what they count.
    static boolean moves(DomainEvent event) {
        return switch (event) {
            case CallAdmitted _ -> true;
            case RouteChosen route -> scope(route) != null;
            default -> !settled(event).isEmpty() || defines(event);
        };
    }

    /// Whether an event says what a limit is.
    static boolean defines(DomainEvent event) {
        return event instanceof LimitSet
                || event instanceof LimitRemoved
                || event instanceof LimitRaisedTemporarily;
    }

    /// The deployment that an attempt goes to; `null` when there was none to go to.
    static @Nullable LimitScope scope(RouteChosen route) {
        DeploymentId chosen = route.choice().chosen();
        return chosen == null ? null : CallScopes.of(chosen);
    }

    /// What an event settles; empty for events that settle nothing.
    static List<Booking> settled(DomainEvent event) {
        return event instanceof CallEvent call
                ? switch (call) {
                    case CallCompleted done -> done.settled();
                    case CallFailed failed -> failed.settled();
                    case CallAbandoned abandoned -> abandoned.settled();
                    case CallConcludedLate late -> late.settled();
                    case AttemptFailed failed -> failed.settled();
                    default -> List.of();
                }
                : List.of();
    }
}
