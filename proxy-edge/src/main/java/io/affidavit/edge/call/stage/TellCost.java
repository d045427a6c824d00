package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Costs;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.dialect.UsageCost;
import io.affidavit.schemas.call.CallQuery.FindCost;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.routing.Candidate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes what a call costs into its answer, for those who asked.
final class TellCost {

    private final Costs costs;

    TellCost(Costs costs) {
        this.costs = costs;
    }

    /// An answer that tells what it costs.
    record Told(Produced answer, Cost cost) {}

    /// The answer with its cost; `null` where nobody asked, the answer says nothing of its usage,
    /// or the cost cannot be had.
    @Nullable Told tell(CallContext call, Produced produced) {
        Candidate chosen = call.choice().chosenCandidate();
        if (!call.inbound().costAsked() || chosen == null) {
            return null;
        }
        Cost cost =
                costs.find(
                        new FindCost(
                                call.admittedAt(),
                                chosen.deployment(),
                                chosen.upstreamModel(),
                                Conclusions.metered(produced.facts())));
        return cost == null ? null : told(produced, cost);
    }

    private static @Nullable Told told(Produced produced, Cost cost) {
        boolean streamed = produced.ending().length > 0;
        byte[] before = streamed ? produced.ending() : produced.bytes();
        byte[] after =
                streamed ? UsageCost.inEvents(before, cost) : UsageCost.inAnswer(before, cost);
        return Arrays.equals(after, before)
                ? null
                : new Told(streamed ? produced.endingIn(after) : produced.saying(after), cost);
    }
}
