package io.affidavit.schemas.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.CallId;
import java.util.List;

/// A deployment was chosen for an attempt, with every input of the choice.
///
/// @param callId the call
/// @param attempt 1 for the first attempt
/// @param choice the choice and its inputs
/// @param holds what the call holds of each limit of that deployment until the attempt fails or the
///   call ends
public record RouteChosen(CallId callId, int attempt, RouteChoice choice, List<Booking> holds)
        implements CallEvent {

    public RouteChosen {
        holds = List.copyOf(holds);
    }
}
