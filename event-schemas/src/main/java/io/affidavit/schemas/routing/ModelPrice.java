package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a call of a model costs. All arithmetic is on whole numbers; one rounding, up, at the end
/// of the call.
///
/// @param base the price of an ordinary call
/// @param tiers prices of calls with a long context, by rising bound; the highest bound that a call
///   exceeds prices the whole of it
/// @param factors what other service tiers cost in comparison, by the name that answers give them
public record ModelPrice(Price base, List<Tier> tiers, Map<String, Ratio> factors) {

    /// The price of calls whose context exceeds a bound.
    ///
    /// @param above prompt tokens, those of caches included
    /// @param price the price of the whole call
    public record Tier(long above, Price price) {

        public Tier {
            if (above < 1) {
                throw new IllegalArgumentException("above: " + above + " (expected: >= 1)");
            }
        }
    }

    public ModelPrice {
        tiers = List.copyOf(tiers);
        factors = Map.copyOf(factors);
        long last = 0;
        for (Tier tier : tiers) {
            if (tier.above() <= last) {
                throw new IllegalArgumentException("tiers: not rising (expected: by their bound)");
            }
            last = tier.above();
        }
    }

    /// One price whatever the context and the service.
    public static ModelPrice flat(Price price) {
        return new ModelPrice(price, List.of(), Map.of());
    }

    /// Whether calls of this service tier cost a multiple of others.
    boolean hasFactor(String serviceTier) {
        return factors.containsKey(serviceTier);
    }

    /// The cost of a usage.
    ///
    /// @param serviceTier one of those with a factor; `null` for the ordinary one
    /// @throws ArithmeticException for a cost of nine billion dollars and more
    public NanoUsd cost(TokenUsage usage, @Nullable String serviceTier) {
        BigInteger exact = priceAt(usage.totalInput()).exact(usage);
        Ratio factor = serviceTier == null ? Ratio.ONE : factor(serviceTier);
        return new NanoUsd(factor.ofRoundedUp(exact, Price.MILLION).longValueExact());
    }

    /// The most that a call can cost which uses no more than this, whatever tier serves it and
    /// however its tokens spread over the buckets. More than can be counted is the most that can.
    public NanoUsd mostCost(long inputTokens, long outputTokens) {
        BigInteger most = base.exactMost(inputTokens, outputTokens);
        for (Tier tier : tiers) {
            if (inputTokens > tier.above()) {
                most = most.max(tier.price().exactMost(inputTokens, outputTokens));
            }
        }
        Ratio dearest = Ratio.ONE;
        for (Ratio factor : factors.values()) {
            dearest = factor.compareTo(dearest) > 0 ? factor : dearest;
        }
        BigInteger amount = dearest.ofRoundedUp(most, Price.MILLION);
        return new NanoUsd(amount.bitLength() < Long.SIZE ? amount.longValue() : Long.MAX_VALUE);
    }

    private Price priceAt(long context) {
        Price price = base;
        for (Tier tier : tiers) {
            price = context > tier.above() ? tier.price() : price;
        }
        return price;
    }

    private Ratio factor(String serviceTier) {
        return Optional.ofNullable(factors.get(serviceTier))
                .orElseThrow(() -> new IllegalArgumentException("service tier: no factor for it"));
    }
}
