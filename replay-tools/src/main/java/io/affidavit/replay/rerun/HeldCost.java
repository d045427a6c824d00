package io.affidavit.replay.rerun;

import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.value.NanoUsd;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The most that one attempt at any eligible candidate could cost.
///
/// @param known whether every candidate's own price is on record here
/// @param amount null where one has no price, and where there is none
record HeldCost(boolean known, @Nullable NanoUsd amount) {

    static HeldCost of(KnownPrices prices, CallAdmitted admitted, List<Candidate> candidates) {
        Estimate most = Bookings.bounded(admitted.estimate());
        boolean known = true;
        boolean priced = true;
        long worst = -1;
        for (Candidate candidate : candidates) {
            if (candidate.dropped() != null) {
                continue;
            }
            known &= prices.knows(candidate.deployment(), admitted.decidedAt());
            Optional<PriceEntry> entry =
                    prices.find(
                            candidate.deployment(),
                            candidate.upstreamModel(),
                            admitted.decidedAt());
            priced &= entry.isPresent();
            if (entry.isPresent()) {
                NanoUsd cost =
                        entry.get().price().mostCost(most.inputTokens(), most.outputTokens());
                worst = Math.max(worst, cost.value());
            }
        }
        return new HeldCost(known, priced && worst >= 0 ? new NanoUsd(worst) : null);
    }
}
