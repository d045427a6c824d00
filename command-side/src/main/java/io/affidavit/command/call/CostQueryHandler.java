package io.affidavit.command.call;

import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.CallQuery.FindCost;
import io.affidavit.schemas.call.Cost;
import org.axonframework.queryhandling.QueryHandler;

/// Tells what a call will be booked with, by the same rule and from the same prices.
final class CostQueryHandler {

    private final Prices prices;

    CostQueryHandler(Prices prices) {
        this.prices = prices;
    }

    @QueryHandler
    Cost handle(FindCost query) {
        Tariff tariff = new Tariff(query.admittedAt(), query.deployment(), query.upstreamModel());
        return CallCost.of(prices, tariff, query.metered());
    }
}
