package io.affidavit.bench.measure;

import java.util.Arrays;
import java.util.Locale;

/// One figure over all rounds.
///
/// @param median the figure to quote
/// @param min the least of the rounds
/// @param max the greatest of the rounds
public record Spread(double median, double min, double max) {

    /// @param values one for each round, at least one
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("values: none (expected: one a round)");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /// `median (min–max)` with that many digits after the point; the median alone after one round.
    public String text(int digits) {
        String number = "%." + digits + "f";
        return min == max
                ? String.format(Locale.ROOT, number, median)
                : String.format(
                        Locale.ROOT, number + " (" + number + "–" + number + ")", median, min, max);
    }
}
