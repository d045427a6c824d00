package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.LimitId;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compares what somebody decided to hold with the limits in force; for the writer's thread.
///
/// @param accounts the limits in force; `null` for any other
/// @param directory knows prices
record HoldCheck(Function<LimitId, @Nullable LimitAccount> accounts, LimitDirectory directory) {

    /// Whether these are the limits that count. Each counts once on a call; nearly always both are
    /// in the same order.
    static boolean isOf(List<LimitId> counting, List<Booking> holds) {
        if (counting.size() != holds.size()) {
            return false;
        }
        for (int next = 0; next < holds.size(); next++) {
            LimitId held = holds.get(next).limit();
            if (!counting.get(next).equals(held) && !counting.contains(held)) {
                return false;
            }
        }
        return true;
    }

    /// Whether each is held as its limit asks for, hard or soft: what has no price holds nothing of
    /// a soft one and fits into no hard one, and of a soft one nobody holds so much that its
    /// account could overflow.
    ///
    /// @param destinations wherever it may go
    /// @param pricedAt when the call was admitted; of an attempt, whose record does not say that,
    ///   when it is booked
    boolean isInKind(List<Booking> holds, List<Destination> destinations, Instant pricedAt) {
        for (Booking hold : holds) {
            LimitAccount account = accounts.apply(hold.limit());
            if (account == null) {
                continue;
            }
            boolean inKind =
                    account.terms().hard()
                            ? hold.unit() != LimitUnit.USD
                                    || hold.amount() > 0
                                    || !directory.isUnpriced(destinations, pricedAt)
                            : hold.amount() <= Bookings.most(hold.unit());
            if (!inKind) {
                return false;
            }
        }
        return true;
    }

    /// Where an attempt goes.
    static List<Destination> destination(RouteChoice choice) {
        Candidate chosen = choice.chosenCandidate();
        return chosen == null
                ? List.of()
                : List.of(new Destination(chosen.deployment(), chosen.upstreamModel()));
    }
}
