package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TokenUsage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What tokens cost, in nano-USD per million tokens of each bucket, which is exact for prices of up
/// to nine decimals. A price of nothing must be declared: zero by accident is no price.
///
/// @param input prompt tokens
/// @param cachedInput prompt tokens read from a cache
/// @param cacheWrite prompt tokens written to a cache
/// @param output completion tokens
/// @param reasoning hidden completion tokens
/// @param perRequest nano-USD for each request, whatever it uses
/// @param free whether it was declared that nothing costs anything
@Public
public record Price(
        long input,
        long cachedInput,
        long cacheWrite,
        long output,
        long reasoning,
        long perRequest,
        boolean free) {

    /// Declared free, as opposed to unknown.
    public static final Price FREE = new Price(0, 0, 0, 0, 0, 0, true);

    /// Decimals a price in dollars may have.
    public static final int MAX_DECIMALS = 9;

    /// A price of a million tokens, or of a request, in dollars: what a call can cost stays far
    /// within what can be counted.
    public static final String FORM = "(?:0|[1-9][0-9]{0,4})(?:\\.[0-9]{1," + MAX_DECIMALS + "})?";

    /// [#FORM] for people.
    public static final String WORDS =
            "decimal dollars, below 100000, at most " + MAX_DECIMALS + " decimals";

    static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private static final long MAX_NANO_USD = 100_000_000_000_000L;
    private static final Pattern USD = Pattern.compile(FORM);

    public Price {
        check("input", input);
        check("cachedInput", cachedInput);
        check("cacheWrite", cacheWrite);
        check("output", output);
        check("reasoning", reasoning);
        check("perRequest", perRequest);
        boolean nothing = (input | cachedInput | cacheWrite | output | reasoning | perRequest) == 0;
        if (nothing != free) {
            throw new IllegalArgumentException(
                    nothing
                            ? "price: nothing costs anything (expected: free: true, or a price)"
                            : "price: free with a price (expected: one of both)");
        }
    }

    /// A price in dollars, as providers print it: for a million tokens of each bucket, and for a
    /// request. What is missing of the cache costs what input costs, never nothing; reasoning costs
    /// what output costs.
    ///
    /// @param perRequest nothing where it is `null`
    /// @throws IllegalArgumentException for texts that are no price, and where all is zero
    public static Price perMillionUsd(
            String input,
            @Nullable String cachedInput,
            @Nullable String cacheWrite,
            String output,
            @Nullable String reasoning,
            @Nullable String perRequest) {
        long in = nanoUsd(input);
        long out = nanoUsd(output);
        return new Price(
                in,
                cachedInput == null ? in : nanoUsd(cachedInput),
                cacheWrite == null ? in : nanoUsd(cacheWrite),
                out,
                reasoning == null ? out : nanoUsd(reasoning),
                perRequest == null ? 0 : nanoUsd(perRequest),
                false);
    }

    /// A price that was one before, from its parts.
    public static Price of(
            long input,
            long cachedInput,
            long cacheWrite,
            long output,
            long reasoning,
            long perRequest) {
        return new Price(
                input,
                cachedInput,
                cacheWrite,
                output,
                reasoning,
                perRequest,
                (input | cachedInput | cacheWrite | output | reasoning | perRequest) == 0);
    }

    /// Reads dollars in plain decimal notation.
    ///
    /// @return nano-USD
    /// @throws IllegalArgumentException unless it has the [#FORM]
    public static long nanoUsd(String usd) {
        if (!USD.matcher(usd).matches()) {
            throw new IllegalArgumentException("price: malformed (expected: " + WORDS + ")");
        }
        return new BigDecimal(usd).movePointRight(MAX_DECIMALS).longValueExact();
    }

    /// A price of this record in dollars, without trailing zeros.
    public static String usd(long nanoUsd) {
        BigDecimal usd = BigDecimal.valueOf(nanoUsd, MAX_DECIMALS).stripTrailingZeros();
        return usd.signum() == 0 ? "0" : usd.toPlainString();
    }

    /// The exact cost of a usage, in millionths of a nano-USD.
    BigInteger exact(TokenUsage usage) {
        return product(input, usage.input())
                .add(product(cachedInput, usage.cachedInput()))
                .add(product(cacheWrite, usage.cacheWrite()))
                .add(product(output, usage.output()))
                .add(product(reasoning, usage.reasoning()))
                .add(BigInteger.valueOf(perRequest).multiply(MILLION));
    }

    /// The most that so many tokens can cost however they are spread over the buckets, in
    /// millionths of a nano-USD.
    BigInteger exactMost(long inputTokens, long outputTokens) {
        long dearestInput = Math.max(input, Math.max(cachedInput, cacheWrite));
        return product(dearestInput, inputTokens)
                .add(product(Math.max(output, reasoning), outputTokens))
                .add(BigInteger.valueOf(perRequest).multiply(MILLION));
    }

    private static BigInteger product(long rate, long tokens) {
        return BigInteger.valueOf(rate).multiply(BigInteger.valueOf(tokens));
    }

    private static void check(String name, long rate) {
        if (rate < 0 || rate > MAX_NANO_USD) {
            throw new IllegalArgumentException(
                    name + ": " + rate + " (expected: 0 to " + MAX_NANO_USD + ")");
        }
    }
}
