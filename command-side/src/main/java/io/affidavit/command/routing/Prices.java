package io.affidavit.command.routing;

import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.routing.ShippedPrices;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.NanoUsd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What calls cost. A call is priced by what was in force when it was admitted, however long it
/// takes.
@FunctionalInterface
public interface Prices {

    /// The lists alone: no deployment has a price of its own.
    Prices LISTED = (_, model, admittedAt) -> listed(model, admittedAt);

    /// The price of a deployment: its own, else that of the model on the list.
    ///
    /// @param deployment where the answer comes from; `null` where nothing was chosen
    /// @param model upstream model name; `null` where nobody knows it
    /// @param admittedAt when the call was admitted
    /// @return empty where nobody knows a price, which is not zero
    Optional<PriceEntry> find(
            @Nullable DeploymentId deployment, @Nullable String model, Instant admittedAt);

    /// The most that one attempt at any of these can cost: all input at the dearest input price,
    /// all output at the dearest output price, at any tier and service.
    ///
    /// @param estimate bounds of what the call uses
    /// @return empty where one of them has no price, and where there is none
    default Optional<NanoUsd> worstCost(
            List<Destination> destinations, Estimate estimate, Instant admittedAt) {
        long worst = -1;
        for (Destination destination : destinations) {
            Optional<PriceEntry> entry =
                    find(destination.deployment(), destination.upstreamModel(), admittedAt);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            NanoUsd most =
                    entry.get().price().mostCost(estimate.inputTokens(), estimate.outputTokens());
            worst = Math.max(worst, most.value());
        }
        return worst < 0 ? Optional.empty() : Optional.of(new NanoUsd(worst));
    }

    /// The entry of the list in force.
    static Optional<PriceEntry> listed(@Nullable String model, Instant admittedAt) {
        return model == null ? Optional.empty() : ShippedPrices.inForce(admittedAt).find(model);
    }
}
