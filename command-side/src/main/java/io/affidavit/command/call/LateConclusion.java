package io.affidavit.command.call;

import io.affidavit.command.call.CallState.Abandoned;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.Cost;
import java.util.ArrayList;
import java.util.List;

/// What the node of an abandoned call says of its end after all. Pure.
final class LateConclusion {

    private LateConclusion() {}

    static CallConcludedLate of(CompleteCall late, Prices prices, Abandoned abandoned) {
        Cost cost = CallCost.of(prices, abandoned.tariff(), late.metered());
        return new CallConcludedLate(
                late.callId(),
                late.decidedAt(),
                late.outcome(),
                null,
                late.metered().usage(),
                late.metered().source(),
                cost.amount(),
                cost.priceId(),
                late.timings(),
                settled(abandoned, late.attempts(), late.metered(), cost),
                late.parts());
    }

    static CallConcludedLate of(FailCall late, Prices prices, Abandoned abandoned) {
        Cost cost = CallCost.of(prices, abandoned.tariff(), late.metered());
        return new CallConcludedLate(
                late.callId(),
                late.decidedAt(),
                CallOutcome.FAILED,
                late.failure(),
                late.metered().usage(),
                late.metered().source(),
                cost.amount(),
                cost.priceId(),
                late.timings(),
                settled(abandoned, late.attempts(), late.metered(), cost),
                late.parts());
    }

    /// An attempt that was never begun has used nothing of what it held.
    private static List<Booking> settled(
            Abandoned abandoned, int attempts, Metered metered, Cost cost) {
        List<Booking> settled =
                new ArrayList<>(
                        Bookings.settled(
                                abandoned.last().holds(attempts), metered.usage(), cost.amount()));
        if (abandoned.last().isUnbegun(attempts)) {
            settled.addAll(Bookings.unbegun(abandoned.last().attemptHolds()));
        }
        return settled;
    }
}
