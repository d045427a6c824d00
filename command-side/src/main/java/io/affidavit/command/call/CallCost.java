package io.affidavit.command.call;

import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.PriceEntry.OfService;

/// What calls are booked with.
final class CallCost {

    private CallCost() {}

    /// The model that answered is priced, and where the answer does not name it, the one asked for.
    static Cost of(Prices prices, Tariff tariff, Metered metered) {
        if (metered.source() == UsageSource.NONE) {
            return Cost.UNKNOWN;
        }
        String model = metered.model() == null ? tariff.model() : metered.model();
        return prices.find(tariff.deployment(), model, tariff.admittedAt())
                .flatMap(entry -> entry.forService(metered.serviceTier()))
                .map(price -> of(price, metered))
                .orElse(Cost.UNKNOWN);
    }

    private static Cost of(OfService price, Metered metered) {
        return new Cost(price.price().cost(metered.usage(), price.serviceTier()), price.id());
    }
}
