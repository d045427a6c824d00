package io.affidavit.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.routing.ModelPrice.Tier;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Costs against the formula of `docs/prices.md`, written down once more with decimals.
class PricePropertyTest {

    private static final int CASES = 2_000;

    /// Prices as people write them, with what each was read to.
    private record Written(String input, String cached, String write, String output, String each) {

        static Written random(SplittableRandom random) {
            return new Written(usd(random), usd(random), usd(random), usd(random), usd(random));
        }

        private static String usd(SplittableRandom random) {
            String whole = Integer.toString(random.nextInt(1 << random.nextInt(1, 16)));
            int decimals = random.nextInt(0, 10);
            StringBuilder text = new StringBuilder(whole).append(decimals == 0 ? "" : ".");
            for (int i = 0; i < decimals; i++) {
                text.append(random.nextInt(1, 10));
            }
            return whole.equals("0") && decimals == 0 ? "1" : text.toString();
        }

        Price price() {
            return Price.perMillionUsd(input, cached, write, output, null, each);
        }

        /// Dollars.
        BigDecimal cost(TokenUsage usage) {
            return share(input, usage.input())
                    .add(share(cached, usage.cachedInput()))
                    .add(share(write, usage.cacheWrite()))
                    .add(share(output, usage.output() + usage.reasoning()))
                    .add(new BigDecimal(each));
        }

        private static BigDecimal share(String perMillion, long tokens) {
            return new BigDecimal(perMillion).multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
        }
    }

    @Test
    void costsWhatTheFormulaSaysRoundedUpOnce() {
        Seeds.check(
                CASES,
                random -> {
                    Written base = Written.random(random);
                    Written far = Written.random(random);
                    long bound = random.nextLong(1, 300_000);
                    Ratio factor = new Ratio(random.nextInt(1, 30), random.nextInt(3, 20));
                    ModelPrice price =
                            new ModelPrice(
                                    base.price(),
                                    List.of(new Tier(bound, far.price())),
                                    Map.of("flex", factor));
                    TokenUsage usage = usage(random);
                    boolean flex = random.nextBoolean();

                    BigDecimal usd = (usage.totalInput() > bound ? far : base).cost(usage);
                    BigDecimal nano = usd.movePointRight(9);
                    BigDecimal expected =
                            flex
                                    ? nano.multiply(BigDecimal.valueOf(factor.numerator()))
                                            .divide(
                                                    BigDecimal.valueOf(factor.denominator()),
                                                    0,
                                                    RoundingMode.CEILING)
                                    : nano.setScale(0, RoundingMode.CEILING);

                    assertThat(price.cost(usage, flex ? "flex" : null).value())
                            .isEqualTo(expected.longValueExact());
                });
    }

    @Test
    void neverCostsMoreThanTheMost() {
        Seeds.check(
                CASES,
                random -> {
                    List<Tier> tiers = new ArrayList<>();
                    for (long bound = 1_000; bound < 300_000 && random.nextBoolean(); bound *= 7) {
                        tiers.add(new Tier(bound, Written.random(random).price()));
                    }
                    Ratio factor = new Ratio(random.nextInt(1, 30), random.nextInt(3, 20));
                    ModelPrice price =
                            new ModelPrice(
                                    Written.random(random).price(), tiers, Map.of("flex", factor));
                    TokenUsage usage = usage(random);

                    long most = price.mostCost(usage.totalInput(), usage.totalOutput()).value();

                    assertThat(price.cost(usage, null).value()).isLessThanOrEqualTo(most);
                    assertThat(price.cost(usage, "flex").value()).isLessThanOrEqualTo(most);
                });
    }

    private static TokenUsage usage(SplittableRandom random) {
        return new TokenUsage(
                tokens(random), tokens(random), tokens(random), tokens(random), tokens(random));
    }

    private static long tokens(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 18));
    }
}
