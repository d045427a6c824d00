package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// What a model costs, in nano-USD per million tokens of each bucket.
///
/// @param input prompt tokens
/// @param cachedInput prompt tokens read from a cache
/// @param cacheWrite prompt tokens written to a cache
/// @param output completion tokens
/// @param reasoning hidden completion tokens
public record Price(long input, long cachedInput, long cacheWrite, long output, long reasoning) {

    /// Declared free, as opposed to unknown.
    public static final Price FREE = new Price(0, 0, 0, 0, 0);

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /// A price in dollars per million tokens, as providers print it. A missing cache rate is the
    /// input rate, never free; reasoning costs what output costs.
    static Price perMillionUsd(String input, String cachedInput, String output) {
        long in = nano(input);
        long out = nano(output);
        return new Price(in, nano(cachedInput), in, out, out);
    }

    /// Exact cost of a usage, rounded half up once at the end.
    public NanoUsd cost(TokenUsage usage) {
        BigInteger total =
                product(input, usage.input())
                        .add(product(cachedInput, usage.cachedInput()))
                        .add(product(cacheWrite, usage.cacheWrite()))
                        .add(product(output, usage.output()))
                        .add(product(reasoning, usage.reasoning()));
        return new NanoUsd(
                new BigDecimal(total).divide(MILLION, 0, RoundingMode.HALF_UP).longValueExact());
    }

    private static BigInteger product(long rate, long tokens) {
        return BigInteger.valueOf(rate).multiply(BigInteger.valueOf(tokens));
    }

    private static long nano(String usd) {
        return new BigDecimal(usd).movePointRight(9).longValueExact();
    }
}
