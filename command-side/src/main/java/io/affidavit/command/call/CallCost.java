package io.affidavit.command.call;

import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.PriceEntry.OfService;
import io.affidavit.schemas.value.NanoUsd;
import org.jspecify.annotations.Nullable;

/// What a usage costs by the price in force when its call was admitted.
///
/// @param amount null when nothing was used, and when there is no price: an unknown price is never
///   zero
/// @param priceId the price, see [io.affidavit.schemas.routing.PriceEntry]; null without one
record CallCost(@Nullable NanoUsd amount, @Nullable String priceId) {

    private static final CallCost UNKNOWN = new CallCost(null, null);

    /// The model that answered is priced, and where the answer does not name it, the one asked for.
    static CallCost of(Prices prices, Tariff tariff, Metered metered) {
        if (metered.source() == UsageSource.NONE) {
            return UNKNOWN;
        }
        String model = metered.model() == null ? tariff.model() : metered.model();
        return prices.find(tariff.deployment(), model, tariff.admittedAt())
                .flatMap(entry -> entry.forService(metered.serviceTier()))
                .map(price -> of(price, metered))
                .orElse(UNKNOWN);
    }

    private static CallCost of(OfService price, Metered metered) {
        NanoUsd amount = price.price().cost(metered.usage(), price.serviceTier());
        return new CallCost(amount, price.id());
    }
}
