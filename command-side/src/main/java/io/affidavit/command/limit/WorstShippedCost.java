package io.affidavit.command.limit;

import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.PriceList;
import io.affidavit.schemas.routing.ShippedPrices;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The dearest of the candidates by the list that ships with the gateway.
final class WorstShippedCost {

    private WorstShippedCost() {}

    static @Nullable NanoUsd of(List<Candidate> candidates, Estimate estimate) {
        TokenUsage most =
                new TokenUsage(estimate.inputTokens(), 0, 0, Bookings.output(estimate), 0);
        NanoUsd worst = NanoUsd.ZERO;
        for (Candidate candidate : candidates) {
            Optional<PriceList.Entry> entry = ShippedPrices.CURRENT.find(candidate.upstreamModel());
            if (entry.isEmpty()) {
                return null;
            }
            NanoUsd cost = entry.get().price().cost(most);
            worst = cost.value() > worst.value() ? cost : worst;
        }
        return worst;
    }
}
