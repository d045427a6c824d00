package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.DEPLOYMENT;
import static io.affidavit.command.call.CallFixtures.NOW;
import static io.affidavit.command.call.CallFixtures.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallCostTest {

    private static final Tariff TARIFF = new Tariff(NOW, DEPLOYMENT, "gpt-4o");
    private static final DeploymentId OTHER = new DeploymentId("dep_00000000000other");
    private static final PriceEntry OWN =
            PriceEntry.ofDeployment("own", Price.perMillionUsd("1", null, null, "2", null, "0.5"));

    /// One deployment has a price of its own.
    private static final Prices PRICES =
            (deployment, model, at) ->
                    OTHER.equals(deployment)
                            ? Optional.of(OWN)
                            : Prices.LISTED.find(deployment, model, at);

    @Test
    void neverTakesAnUnknownPriceForNone() {
        assertThat(cost(UsageSource.REPORTED, "who-knows", null)).isEqualTo(new Cost(null, null));
        assertThat(cost(UsageSource.REPORTED, "gpt-4o", "scale")).isEqualTo(new Cost(null, null));
    }

    @Test
    void pricesTheModelThatWasAskedForWhereTheAnswerNamesNone() {
        assertThat(cost(UsageSource.REPORTED, null, null))
                .isEqualTo(new Cost(new NanoUsd(377_500), "2026-11-25.2/gpt-4o"));
    }

    @Test
    void booksNothingForAFreeModelAndSaysWhy() {
        assertThat(cost(UsageSource.REPORTED, "simulated", null))
                .isEqualTo(new Cost(NanoUsd.ZERO, "2026-11-25.2/simulated"));
    }

    @Test
    void pricesAnAnswerWithoutUsageByItsEstimate() {
        TokenUsage estimate = new TokenUsage(341, 0, 0, 512, 0);

        // 341 × 2.50 + 512 × 10 USD per million tokens
        assertThat(
                        CallCost.of(
                                PRICES,
                                TARIFF,
                                new Metered(estimate, UsageSource.ESTIMATED, null, null)))
                .isEqualTo(new Cost(new NanoUsd(5_972_500), "2026-11-25.2/gpt-4o"));
    }

    @Test
    void chargesNothingWhereNothingWasUsed() {
        Tariff own = new Tariff(NOW, OTHER, "m");

        assertThat(
                        CallCost.of(
                                PRICES,
                                own,
                                new Metered(TokenUsage.NONE, UsageSource.NONE, null, null)))
                .isEqualTo(new Cost(null, null));
    }

    @Test
    void pricesTheServiceThatAnswered() {
        // 377,500 nano-USD by 17/10
        assertThat(cost(UsageSource.REPORTED, "gpt-4o-2024-08-06", "priority"))
                .isEqualTo(new Cost(new NanoUsd(641_750), "2026-11-25.2/gpt-4o#priority"));
    }

    /// Some providers name a service in every answer that no list knows.
    @Test
    void keepsADeploymentsOwnPriceWhateverTheService() {
        Metered metered = new Metered(USAGE, UsageSource.REPORTED, "m", "on_demand");
        NanoUsd plain = OWN.price().cost(USAGE, null);

        assertThat(CallCost.of(PRICES, new Tariff(NOW, OTHER, "m"), metered))
                .isEqualTo(new Cost(plain, "own"));
    }

    @Test
    void holdsWhatTheDearestDestinationCanCost() {
        // gpt-4o at its dearest service: (100 × 2.50 + 50 × 10) × 17/10
        assertThat(worst("gpt-4o-mini", "gpt-4o")).contains(new NanoUsd(1_275_000));
        assertThat(worst("gpt-4o", "who-knows")).isEmpty();
        assertThat(worst()).isEmpty();
        assertThat(worst("simulated")).contains(NanoUsd.ZERO);
        assertThat(
                        PRICES.worstCost(
                                List.of(
                                        new Destination(DEPLOYMENT, "gpt-4o"),
                                        new Destination(OTHER, "m")),
                                new Estimate(100, 50, "m/1"),
                                NOW))
                .contains(new NanoUsd(500_200_000)); // a request alone is half a dollar
    }

    private static Cost cost(UsageSource source, @Nullable String model, @Nullable String tier) {
        return CallCost.of(PRICES, TARIFF, new Metered(USAGE, source, model, tier));
    }

    private static Optional<NanoUsd> worst(String... models) {
        List<Destination> destinations =
                Stream.of(models).map(model -> new Destination(DEPLOYMENT, model)).toList();
        return PRICES.worstCost(destinations, new Estimate(100, 50, "m/1"), NOW);
    }
}
