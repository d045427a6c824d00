package io.affidavit.schemas.call;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.Public;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The tightest limit of a call that did not fit: the one that will have room for it last.
///
/// @param limit the limit
/// @param unit what it counts
/// @param window over which span
/// @param amount how much fits
/// @param spent what ended calls have used of it
/// @param held what open calls, and calls about to be admitted, hold of it at most
/// @param needed what this call would have held
/// @param freeAt when it would fit if every open call used all it holds; `null` if nobody can tell
@Public
public record LimitExceeded(
        LimitId limit,
        LimitUnit unit,
        LimitWindow window,
        long amount,
        long spent,
        long held,
        long needed,
        @Nullable Instant freeAt) {

    /// Short windows and parallel calls are rates, which soon have room again; the others are
    /// budgets.
    public FailureCode failure() {
        if (!window.slides() && unit != LimitUnit.PARALLEL) {
            return FailureCode.INSUFFICIENT_QUOTA;
        }
        return switch (unit) {
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> FailureCode.TOKEN_LIMIT_EXCEEDED;
            case REQUESTS, USD, PARALLEL -> FailureCode.RATE_LIMIT_EXCEEDED;
        };
    }
}
