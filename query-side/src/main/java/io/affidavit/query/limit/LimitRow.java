package io.affidavit.query.limit;

import io.affidavit.schemas.access.LimitScope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A limit as administrators see it. Amounts are decimal texts in its unit, of money in USD.
///
/// @param alias counts calls to this alias alone; `null` for all
/// @param raisedTo the amount in force until `raisedUntil`; `null` when it is not raised now
/// @param raisedUntil the instant from which its own amount counts again; `null` when it is not
///   raised now
/// @param spent what ended calls have used in the present window
/// @param held what open calls hold at most
/// @param resetsAt when something of this counts no longer; `null` for never or nothing
record LimitRow(
        String id,
        LimitScope scope,
        @Nullable String alias,
        String unit,
        String window,
        String amount,
        boolean hard,
        List<Integer> thresholds,
        String timeZone,
        @Nullable String raisedTo,
        @Nullable Instant raisedUntil,
        String spent,
        String held,
        @Nullable Instant resetsAt) {

    LimitRow {
        thresholds = List.copyOf(thresholds);
    }
}
