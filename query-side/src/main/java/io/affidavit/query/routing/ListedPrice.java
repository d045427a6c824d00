package io.affidavit.query.routing;

import io.affidavit.schemas.routing.ModelPrice;
import io.affidavit.schemas.routing.PriceList;
import io.affidavit.schemas.routing.PriceList.ListedModel;
import io.affidavit.schemas.routing.PriceView;
import io.affidavit.schemas.routing.Ratio;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A model of the price list in force.
///
/// @param priceId what conclusions name it by, before a service tier
/// @param effectiveFrom since when calls are priced by this list
/// @param digest SHA-256 of the list's file, as `price_list.published` has it
/// @param asOf the month for which the source is known to say so
/// @param tiers prices of calls with a longer context
/// @param factors what other service tiers cost in comparison, in the list's notation
record ListedPrice(
        String model,
        String priceId,
        Instant effectiveFrom,
        String digest,
        String source,
        String asOf,
        PriceView price,
        List<Tier> tiers,
        List<Factor> factors) {

    /// The price of calls with more prompt tokens than `above`.
    record Tier(long above, PriceView price) {}

    /// A service tier and what it costs in comparison, `1/2`.
    record Factor(String serviceTier, String factor) {}

    static ListedPrice of(PriceList list, String name, ListedModel model) {
        ModelPrice price = model.price();
        return new ListedPrice(
                name,
                list.id() + "/" + name,
                list.effectiveFrom(),
                list.digest().value(),
                model.source(),
                model.asOf().toString(),
                PriceView.of(price.base()),
                price.tiers().stream()
                        .map(tier -> new Tier(tier.above(), PriceView.of(tier.price())))
                        .toList(),
                price.factors().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(ListedPrice::factor)
                        .toList());
    }

    private static Factor factor(Map.Entry<String, Ratio> factor) {
        return new Factor(factor.getKey(), factor.getValue().toString());
    }
}
