package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.routing.RouteChoice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what a call is to hold of the limits that count it.
@FunctionalInterface
public interface CallHolds {

    /// Where there are no limits.
    CallHolds NONE = admit -> List.of();

    /// One booking for each limit of its chain.
    List<Booking> of(AdmitCall admit);

    /// One booking for each limit of the deployment that a choice sends it to.
    default List<Booking> at(RouteChoice choice, Estimate estimate, Instant admittedAt) {
        return List.of();
    }

    /// Why a call that is to hold this cannot fit, as far as this node knows; `null` if it may.
    ///
    /// @param attempts what it is to hold of each deployment that it could be sent to; one that it
    ///   is to hold nothing of always has room
    default FullLimits.@Nullable Hopeless hopeless(
            List<Booking> holds, List<List<Booking>> attempts) {
        return null;
    }
}
