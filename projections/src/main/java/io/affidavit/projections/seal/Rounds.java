package io.affidavit.projections.seal;

import java.time.Duration;

/// How much is to be looked at again after some time, so that a round takes a day, or less while
/// there is little. For one thread.
final class Rounds {

    private static final Duration ROUND = Duration.ofDays(1);

    /// Something is looked at this often.
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);

    /// So much in one step, so that sealing never waits for long.
    private static final int MAX = 64;

    private double due;

    /// Adds what became due.
    ///
    /// @param all of which a round consists
    void passed(long all, Duration elapsed) {
        double rests = (double) elapsed.toNanos() / LONGEST_REST.toNanos();
        double share = all * ((double) elapsed.toNanos() / ROUND.toNanos());
        due = Math.min(due + Math.max(rests, share), MAX);
    }

    /// Takes the next one that is due, if one is.
    boolean take() {
        if (due < 1) {
            return false;
        }
        due--;
        return true;
    }
}
