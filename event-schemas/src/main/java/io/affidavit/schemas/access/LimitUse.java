package io.affidavit.schemas.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A limit with what is booked on it, as whoever it counts may see it.
///
/// @param terms what it says
/// @param amount how much fits now, a temporary raise included; nano-USD for `usd`
/// @param spent what ended calls have used in the present window
/// @param held what open calls hold at most
/// @param resetsAt when something of this counts no longer; `null` for never or nothing
public record LimitUse(
        LimitTerms terms, long amount, long spent, long held, @Nullable Instant resetsAt) {

    /// What is left if every open call uses all it holds, at least 0.
    public long remaining() {
        return Math.max(0, amount - spent - held);
    }
}
