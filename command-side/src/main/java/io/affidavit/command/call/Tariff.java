package io.affidavit.command.call;

import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.DeploymentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What decides which price a call has: nothing that happens later changes it.
///
/// @param admittedAt when the call was admitted
/// @param deployment where the present attempt goes; `null` before one was chosen
/// @param model upstream model it was chosen for
record Tariff(Instant admittedAt, @Nullable DeploymentId deployment, @Nullable String model) {

    static Tariff since(Instant admittedAt) {
        return new Tariff(admittedAt, null, null);
    }

    /// The same for an attempt that was chosen.
    Tariff at(RouteChoice choice) {
        Candidate chosen = choice.chosenCandidate();
        return chosen == null
                ? this
                : new Tariff(admittedAt, chosen.deployment(), chosen.upstreamModel());
    }
}
