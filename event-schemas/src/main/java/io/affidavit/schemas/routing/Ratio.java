package io.affidavit.schemas.routing;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A positive factor without rounding: five thirds have no decimal form.
///
/// @param numerator at least 1
/// @param denominator at least 1
public record Ratio(int numerator, int denominator) implements Comparable<Ratio> {

    /// Changes nothing.
    public static final Ratio ONE = new Ratio(1, 1);

    /// More than any service costs in comparison with the ordinary one.
    private static final int MAX = 10;

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})(?:/([1-9]\\d{0,3}))?");

    public Ratio {
        if (numerator < 1 || denominator < 1 || numerator > (long) denominator * MAX) {
            throw new IllegalArgumentException(
                    "factor: %d/%d (expected: above 0, at most %d)"
                            .formatted(numerator, denominator, MAX));
        }
    }

    /// Reads `2` or `5/3`.
    ///
    /// @throws IllegalArgumentException for any other form, and for factors out of bounds
    public static Ratio parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "factor: malformed (expected: a whole number or N/D, four digits each)");
        }
        String below = form.group(2);
        return new Ratio(
                Integer.parseInt(form.group(1)), below == null ? 1 : Integer.parseInt(below));
    }

    /// An amount times this factor over a divisor, rounded up.
    BigInteger ofRoundedUp(BigInteger amount, BigInteger divisor) {
        BigInteger[] whole =
                amount.multiply(BigInteger.valueOf(numerator))
                        .divideAndRemainder(divisor.multiply(BigInteger.valueOf(denominator)));
        return whole[1].signum() == 0 ? whole[0] : whole[0].add(BigInteger.ONE);
    }

    @Override
    public int compareTo(Ratio other) {
        return Long.compare(
                (long) numerator * other.denominator, (long) other.numerator * denominator);
    }

    @Override
    public String toString() {
        return denominator == 1 ? Integer.toString(numerator) : numerator + "/" + denominator;
    }
}
