package io.affidavit.schemas.testing;

import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Choices for tests that are about something else.
public final class Candidates {

    private Candidates() {}

    /// A healthy deployment of alias `fast`.
    public static Candidate plain(
            DeploymentId deployment, ProviderId provider, String model, int order) {
        return seen(deployment, provider, model, order, null, null);
    }

    /// A deployment of alias `fast` with what a choice shows to its readers.
    public static Candidate seen(
            DeploymentId deployment,
            ProviderId provider,
            String model,
            int order,
            @Nullable Long latencyMillis,
            @Nullable DropReason dropped) {
        return new Candidate(
                deployment,
                provider,
                model,
                new Alias("fast"),
                0,
                order,
                Candidate.DEFAULT_WEIGHT,
                1,
                0,
                latencyMillis,
                CoolingState.NONE,
                false,
                List.of(),
                List.of(),
                dropped);
    }

    /// The choice that the ordered rule makes.
    public static RouteChoice ordered(Candidate... candidates) {
        return RouteChooser.choose(
                Strategy.ORDERED,
                UnsupportedParameters.REFUSE,
                null,
                RouteChooser.judge(UnsupportedParameters.REFUSE, List.of(candidates)),
                null);
    }
}
