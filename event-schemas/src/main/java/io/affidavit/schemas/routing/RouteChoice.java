package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A choice between candidates with everything needed to make it again.
///
/// @param strategy how candidates were ordered
/// @param strategyVersion version of that rule, because its meaning may change
/// @param candidates all deployments of the alias, kept and dropped
/// @param draw the random draw that was used, decimal; `null` where the strategy draws none
/// @param chosen the deployment to try; `null` when no candidate was eligible
@Public
public record RouteChoice(
        Strategy strategy,
        int strategyVersion,
        List<Candidate> candidates,
        @Public @Nullable String draw,
        @Nullable DeploymentId chosen) {

    public RouteChoice {
        candidates = List.copyOf(candidates);
    }
}
