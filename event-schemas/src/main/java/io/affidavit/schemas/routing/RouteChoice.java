package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A choice between candidates with everything needed to make it again.
///
/// @param strategy how candidates were chosen among: that of the alias whose deployments could
///   answer
/// @param strategyVersion version of that rule, because its meaning may change
/// @param unsupported what the route does with members that a protocol cannot say
/// @param fallback the list of fallbacks that was open to the choice; `null` for none
/// @param candidates all deployments considered, kept and dropped
/// @param draw the random draw that was used, decimal, at least 0; `null` where none was needed
/// @param delayMillis pause before the attempt
/// @param chosen the deployment to try; `null` when no candidate was eligible
@Public
public record RouteChoice(
        Strategy strategy,
        int strategyVersion,
        UnsupportedParameters unsupported,
        @Nullable FallbackKind fallback,
        List<Candidate> candidates,
        @Public @Nullable String draw,
        long delayMillis,
        @Nullable DeploymentId chosen) {

    public RouteChoice {
        candidates = List.copyOf(candidates);
    }

    /// The candidate that was chosen; `null` when none was.
    public @Nullable Candidate chosenCandidate() {
        for (Candidate candidate : candidates) {
            if (candidate.deployment().equals(chosen) && candidate.dropped() == null) {
                return candidate;
            }
        }
        return null;
    }

    /// The same after a pause.
    public RouteChoice after(long pauseMillis) {
        return new RouteChoice(
                strategy,
                strategyVersion,
                unsupported,
                fallback,
                candidates,
                draw,
                pauseMillis,
                chosen);
    }
}
