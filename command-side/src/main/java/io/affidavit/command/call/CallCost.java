package io.affidavit.command.call;

import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.routing.PriceList;
import io.affidavit.schemas.routing.ShippedPrices;
import io.affidavit.schemas.value.NanoUsd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a usage costs by the list in force.
///
/// @param amount null when the model has no price: an unknown price is never zero
/// @param priceId list and entry; null without a price
record CallCost(@Nullable NanoUsd amount, @Nullable String priceId) {

    private static final CallCost UNKNOWN = new CallCost(null, null);

    static CallCost of(Metered metered) {
        String model = metered.model();
        Optional<PriceList.Entry> entry =
                model == null ? Optional.empty() : ShippedPrices.CURRENT.find(model);
        return entry.map(found -> new CallCost(found.price().cost(metered.usage()), found.id()))
                .orElse(UNKNOWN);
    }
}
