package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import java.util.List;

/// Says what a call is to hold of the limits that count it.
@FunctionalInterface
public interface CallHolds {

    /// Where there are no limits.
    CallHolds NONE = admit -> List.of();

    /// One booking for each limit.
    List<Booking> of(AdmitCall admit);
}
