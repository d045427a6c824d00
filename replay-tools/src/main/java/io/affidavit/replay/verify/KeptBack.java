package io.affidavit.replay.verify;

import java.util.Arrays;

/// Where hashes stand in for records, and which of them already explain one that a story lacks.
/// Each explains one. For one thread.
final class KeptBack {

    /// More are kept back in no bundle.
    static final int MAX = 1 << 22;

    private long[] positions = new long[16];

    /// Of each, the way to the first at or behind it that explains nothing yet.
    private int[] free = new int[16];

    private int count;

    /// @param position behind those that came before
    /// @return whether it was kept: not when there are too many
    boolean add(long position) {
        if (count == MAX) {
            return false;
        }
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            free = Arrays.copyOf(free, 2 * count);
        }
        positions[count] = position;
        free[count] = count;
        count++;
        return true;
    }

    /// How many there are.
    int count() {
        return count;
    }

    /// Takes the first ones behind a position, one for each record that is missing. Asked in the
    /// order in which gaps end, that leaves as many as can be for whatever comes later.
    ///
    /// @return whether there were as many
    boolean explain(long after, long missing) {
        int found = Arrays.binarySearch(positions, 0, count, after);
        int at = free(found < 0 ? -found - 1 : found + 1);
        long left = missing;
        while (left > 0 && at < count) {
            free[at] = at + 1;
            at = free(at);
            left--;
        }
        return left <= 0;
    }

    private int free(int from) {
        int at = from;
        while (at < count && free[at] != at) {
            if (free[at] < count) {
                free[at] = free[free[at]];
            }
            at = free[at];
        }
        return at;
    }
}
