package io.affidavit.replay.rerun;

import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.value.NanoUsd;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The most that one attempt at any deployment that a call may be sent to could cost.
///
/// @param known whether the deployments and their own prices are on record here
/// @param most what the call may use at most
/// @param amount null where one has no price, and where there is none
record HeldCost(boolean known, Estimate most, @Nullable NanoUsd amount) {

    /// @param destinations where the call may go; for one attempt where that goes
    static HeldCost of(KnownPrices prices, CallAdmitted admitted, List<Destination> destinations) {
        Estimate most = bounded(admitted);
        boolean known = !destinations.isEmpty();
        boolean priced = true;
        long worst = -1;
        for (Destination each : destinations) {
            known &= prices.knows(each.deployment(), admitted.decidedAt());
            Optional<PriceEntry> entry =
                    prices.find(each.deployment(), each.upstreamModel(), admitted.decidedAt());
            priced &= entry.isPresent();
            if (entry.isPresent()) {
                NanoUsd cost =
                        entry.get().price().mostCost(most.inputTokens(), most.outputTokens());
                worst = Math.max(worst, cost.value());
            }
        }
        return new HeldCost(known, most, priced && worst >= 0 ? new NanoUsd(worst) : null);
    }

    /// Before its third revision an admission left the bound open where the request named none, and
    /// held the same.
    private static Estimate bounded(CallAdmitted admitted) {
        Estimate estimate = admitted.estimate();
        boolean open = estimate.outputTokens() == 0 && admitted.surface() != Surface.EMBEDDINGS;
        return open
                ? new Estimate(estimate.inputTokens(), Bookings.UNBOUNDED_OUTPUT, estimate.method())
                : estimate;
    }
}
