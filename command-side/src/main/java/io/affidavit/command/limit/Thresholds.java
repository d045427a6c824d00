package io.affidavit.command.limit;

import io.affidavit.schemas.access.LimitWindow;

/// Arithmetic of thresholds.
final class Thresholds {

    private static final int WHOLE = 100;

    private Thresholds() {}

    /// The smallest use that is at least this share of an amount.
    static long of(long amount, int percent) {
        long rest = amount % WHOLE * percent;
        return amount / WHOLE * percent + (rest + WHOLE - 1) / WHOLE;
    }

    /// The span in which a threshold is reported once: the calendar window, or of a sliding one the
    /// span of its length that is aligned to the clock.
    static long span(LimitWindow window, long bucket) {
        return window.slides() ? Math.floorDiv(bucket, LimitWindow.REACH) : bucket;
    }
}
