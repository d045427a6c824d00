package io.affidavit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramTest {

    private static final Percentage PRECISION = Percentage.withPercentage(0.4);
    private static final long SEED = 20_261_125;

    @Test
    void quantilesAgreeWithTheSortedDurations() {
        Random random = new Random(SEED);
        long[] durations =
                random.doubles(20_000, 2, 11).mapToLong(x -> (long) Math.pow(10, x)).toArray();
        Histogram histogram = new Histogram();
        Arrays.stream(durations).forEach(histogram::record);
        Arrays.sort(durations);

        for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 0.999}) {
            long exact = durations[(int) Math.ceil(share * durations.length) - 1];
            assertThat(histogram.quantile(share))
                    .as("share %s, seed %s", share, SEED)
                    .isCloseTo(exact, PRECISION);
        }
        assertThat(histogram.quantile(1)).isEqualTo(durations[durations.length - 1]);
    }

    @Test
    void smallDurationsAreExact() {
        Histogram histogram = new Histogram();
        for (int i = 0; i <= 500; i++) {
            histogram.record(i);
        }

        assertThat(histogram.quantile(0.5)).isEqualTo(250);
        assertThat(histogram.count()).isEqualTo(501);
    }

    @Test
    void takesAnyDuration() {
        Histogram histogram = new Histogram();
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.quantile(1)).isCloseTo(Long.MAX_VALUE, PRECISION);
    }

    @Test
    void addsUp() {
        Histogram one = new Histogram();
        Histogram other = new Histogram();
        one.record(10);
        other.record(30);
        other.record(20);
        one.add(other);

        assertThat(one.count()).isEqualTo(3);
        assertThat(one.quantile(0.5)).isEqualTo(20);
        assertThat(one.quantile(1)).isEqualTo(30);
    }

    @Test
    void anEmptyOneSaysZero() {
        assertThat(new Histogram().quantile(0.99)).isZero();
    }

    @Test
    void refusesAShareBeyondTheWhole() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Histogram().quantile(99));
    }
}
