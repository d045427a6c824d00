package io.affidavit.schemas.access;

import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.Public;

/// What a call holds of a limit, or what it has finally used of it.
///
/// @param limit the limit
/// @param unit what it counts, so that a record can be read by itself
/// @param amount in that unit, at least 0; nano-USD for `usd`
@Public
public record Booking(LimitId limit, LimitUnit unit, long amount) {

    public Booking {
        if (amount < 0) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: >= 0)");
        }
    }
}
