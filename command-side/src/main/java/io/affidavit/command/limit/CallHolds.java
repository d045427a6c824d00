package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what a call is to hold of the limits that count it.
@FunctionalInterface
public interface CallHolds {

    /// Where there are no limits.
    CallHolds NONE = admit -> List.of();

    /// One booking for each limit.
    List<Booking> of(AdmitCall admit);

    /// Why a call that is to hold this cannot fit, as far as this node knows; `null` if it may.
    default FullLimits.@Nullable Hopeless hopeless(List<Booking> holds) {
        return null;
    }
}
