package io.affidavit.bench.measure;

import java.util.Arrays;

/// Counts durations in buckets that grow with them, so that any quantile is right to 0.4 % at a
/// fixed size. One thread at a time.
public final class Histogram {

    private static final int BITS = 8; // buckets in each power of two: 1/256 = 0.4 %
    private static final int BUCKETS = 1 << BITS;

    private final long[] counts = new long[(Long.SIZE - BITS) * BUCKETS];
    private long count;
    private long max;

    /// @param nanos a duration; a negative one counts as none
    public void record(long nanos) {
        long value = Math.max(nanos, 0);
        counts[index(value)]++;
        count++;
        max = Math.max(max, value);
    }

    /// How many durations were recorded.
    public long count() {
        return count;
    }

    /// The duration in nanoseconds that `share` (0 to 1) of all recorded ones do not exceed; 0 when
    /// none was recorded.
    public long quantile(double share) {
        if (share < 0 || share > 1) {
            throw new IllegalArgumentException("share: " + share + " (expected: 0 to 1)");
        }
        long wanted = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(middle(i), max);
            }
        }
        return max;
    }

    /// Adds what `other` has recorded.
    public void add(Histogram other) {
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
        count += other.count;
        max = Math.max(max, other.max);
    }

    /// Values below 512 have buckets of their own; above, the highest 8 bits after the leading one
    /// choose among those of its power of two.
    private static int index(long value) {
        int shift = Math.max(0, Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(value));
        return shift == 0 ? (int) value : shift * BUCKETS + (int) (value >>> shift);
    }

    private static long middle(int index) {
        int shift = Math.max(0, index / BUCKETS - 1);
        long low = (long) (index - shift * BUCKETS) << shift;
        return low + (1L << shift) / 2;
    }
}
