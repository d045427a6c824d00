package io.affidavit.command.limit;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.NanoUsd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call without room is told.
final class LimitRefusal {

    private static final Duration PARALLEL_WAIT = Duration.ofSeconds(1);

    private LimitRefusal() {}

    /// @param rates what its limits had left then
    static Refusal of(LimitExceeded exceeded, List<RateLeft> rates, Instant at) {
        return new Refusal(exceeded.failure(), message(exceeded), wait(exceeded, at), rates);
    }

    /// Tighter is what will have room later; what never will is tightest.
    static @Nullable LimitExceeded tighter(
            @Nullable LimitExceeded one, @Nullable LimitExceeded other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Instant oneFree = one.freeAt();
        Instant otherFree = other.freeAt();
        boolean tighter = otherFree != null && (oneFree == null || oneFree.isAfter(otherFree));
        return tighter ? one : other;
    }

    /// What has room first is nearest; that of calls in progress may come back at any time.
    static LimitExceeded sooner(LimitExceeded one, LimitExceeded other, Instant at) {
        Long first = wait(one, at);
        Long second = wait(other, at);
        return second != null && (first == null || second < first) ? other : one;
    }

    private static @Nullable Long wait(LimitExceeded exceeded, Instant at) {
        if (exceeded.unit() == LimitUnit.PARALLEL) {
            return exceeded.needed() <= exceeded.amount() ? PARALLEL_WAIT.toMillis() : null;
        }
        Instant free = exceeded.freeAt();
        return free == null ? null : Math.max(1, Duration.between(at, free).toMillis());
    }

    private static String message(LimitExceeded exceeded) {
        StringBuilder text = new StringBuilder("Limit ").append(exceeded.limit());
        text.append(" of ").append(amount(exceeded, exceeded.amount())).append(' ');
        text.append(exceeded.unit().code().replace('_', ' '));
        if (exceeded.window() != LimitWindow.TOTAL) {
            text.append(" per ").append(exceeded.window().code());
        }
        text.append(" has no room: ").append(amount(exceeded, exceeded.spent())).append(" spent, ");
        text.append(amount(exceeded, exceeded.held())).append(" held by calls in progress, ");
        text.append(amount(exceeded, exceeded.needed())).append(" needed.");
        if (exceeded.held() > 0 && exceeded.needed() <= exceeded.amount() - exceeded.spent()) {
            text.append(" What is held beyond what they use comes back as they end.");
        }
        if (exceeded.freeAt() != null) {
            text.append(" Room is expected at ").append(exceeded.freeAt()).append('.');
        }
        return text.toString();
    }

    private static String amount(LimitExceeded exceeded, long amount) {
        if (amount == Long.MAX_VALUE) {
            return "an unknown amount";
        }
        return exceeded.unit() == LimitUnit.USD
                ? new NanoUsd(Math.max(0, amount)).toUsd()
                : Long.toString(amount);
    }
}
