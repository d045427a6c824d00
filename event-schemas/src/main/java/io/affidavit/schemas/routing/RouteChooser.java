package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import java.util.Comparator;
import java.util.List;

/// The strategies. Pure: the edge chooses with it, a reader of the record chooses again with it.
public final class RouteChooser {

    /// Version of the `ordered` rule.
    public static final int ORDERED_VERSION = 1;

    private static final Comparator<Candidate> BY_ORDER =
            Comparator.comparingInt(Candidate::order)
                    .thenComparing(candidate -> candidate.deployment().value());

    private RouteChooser() {}

    /// The eligible candidate with the lowest order, ties by id.
    public static RouteChoice ordered(List<Candidate> candidates) {
        DeploymentId chosen =
                candidates.stream()
                        .filter(candidate -> candidate.dropped() == null)
                        .min(BY_ORDER)
                        .map(Candidate::deployment)
                        .orElse(null);
        return new RouteChoice(Strategy.ORDERED, ORDERED_VERSION, candidates, null, chosen);
    }
}
