package io.affidavit.command.call;

import io.affidavit.command.limit.CallHolds;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.CallId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The ways an attempt can go, best first, each with what it is to hold of limits of its
/// deployment. Nothing comes after one that no limit counts: that one always has room.
///
/// @param ways at least one
record Ways(List<RouteChosen> ways) {

    /// Whose attempt it is.
    ///
    /// @param number 1 for the first attempt
    record Attempt(CallId call, int number, Estimate estimate, Instant admittedAt) {}

    static Ways of(
            Attempt attempt, RouteChoice choice, List<RouteChoice> otherwise, CallHolds limits) {
        List<RouteChosen> ways = new ArrayList<>(1);
        ways.add(way(attempt, choice, limits));
        for (RouteChoice other : otherwise) {
            if (ways.getLast().holds().isEmpty()) {
                break;
            }
            ways.add(way(attempt, other, limits));
        }
        return new Ways(ways);
    }

    private static RouteChosen way(Attempt attempt, RouteChoice choice, CallHolds limits) {
        return new RouteChosen(
                attempt.call(),
                attempt.number(),
                choice,
                limits.at(choice, attempt.estimate(), attempt.admittedAt()));
    }

    /// What the first one holds.
    List<Booking> holds() {
        return ways.getFirst().holds();
    }

    /// What may take the place of the first one.
    List<RouteChosen> others() {
        return ways.subList(1, ways.size());
    }

    /// What each of them holds.
    List<List<Booking>> all() {
        return ways.stream().map(RouteChosen::holds).toList();
    }
}
