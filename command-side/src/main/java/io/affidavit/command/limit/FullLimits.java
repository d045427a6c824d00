package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.LimitId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Limits that lately had no room for a call, as this node's last append left their accounts. It
/// spares calls without hope the way to the database, and never admits one: only the append does.
///
/// It lets no more calls through than the room it knows of, and from [#FRESH] on one more each
/// time, which finds out. What this node appends it hears of at once; room that another node makes
/// is found after [#FRESH], and nothing is believed for longer than [#OLDEST].
public final class FullLimits {

    /// How old knowledge may be before a call is let through to renew it.
    static final Duration FRESH = Duration.ofMillis(100);

    /// How old knowledge may be at all.
    static final Duration OLDEST = Duration.ofSeconds(1);

    private static final int MAX_LIMITS = 10_000;

    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<LimitId, Seen> limits = new ConcurrentHashMap<>();

    /// What is known of a limit.
    private static final class Seen {

        private final LimitAccount account; // never changed again: see LimitPage
        private final long nanos;
        private final AtomicLong taken = new AtomicLong(); // by calls let through since then
        private final AtomicLong tried; // when the last one was let through to find out
        private volatile long pressed; // when it last had no room for a call

        Seen(LimitAccount account, long nanos, long pressed) {
            this.account = account;
            this.nanos = nanos;
            this.tried = new AtomicLong(nanos);
            this.pressed = pressed;
        }

        /// Takes room for a call; says why there is none.
        @Nullable LimitExceeded take(Booking hold, Instant at) {
            while (true) {
                long before = taken.get();
                LimitExceeded exceeded = account.exceeded(hold, at, before);
                if (exceeded != null || taken.compareAndSet(before, before + hold.amount())) {
                    return exceeded;
                }
            }
        }

        boolean mayTry(long now) {
            long last = tried.get();
            return now - last > FRESH.toNanos() && tried.compareAndSet(last, now);
        }
    }

    /// A call without hope.
    ///
    /// @param exceeded the tightest limit as it was known
    /// @param refusal what its caller is told
    public record Hopeless(LimitExceeded exceeded, Refusal refusal) {}

    /// @param nanos a clock that never goes back
    public FullLimits(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /// Why a call cannot fit; `null` if it may.
    ///
    /// @param holds what it is to hold of its chain
    /// @param attempts what it is to hold of each deployment it could go to; any of them will do
    @Nullable Hopeless hopeless(List<Booking> holds, List<List<Booking>> attempts) {
        if (limits.isEmpty()) {
            return null;
        }
        long now = nanos.getAsLong();
        Instant at = clock.instant();
        Loan chain = take(holds, now, at);
        if (chain.exceeded() != null) {
            return told(holds, chain.exceeded(), now, at);
        }
        List<Booking> looked = new ArrayList<>(holds);
        LimitExceeded first = null;
        for (List<Booking> attempt : attempts) {
            LimitExceeded exceeded = take(attempt, now, at).exceeded();
            if (exceeded == null) {
                return null;
            }
            first = first == null ? exceeded : LimitRefusal.sooner(first, exceeded, at);
            looked.addAll(attempt);
        }
        if (first == null) {
            return null;
        }
        chain.giveBack(holds);
        return told(looked, first, now, at);
    }

    /// Room that a call has taken.
    ///
    /// @param lenders of each booking who gave it; `null` where nothing is known
    /// @param exceeded the tightest limit that had none, and then nothing is taken; `null` for none
    @SuppressWarnings("ArrayRecordComponent") // for the time of one question
    private record Loan(@Nullable Seen[] lenders, @Nullable LimitExceeded exceeded) {

        void giveBack(List<Booking> holds) {
            for (int next = 0; next < lenders.length; next++) {
                Seen lender = lenders[next];
                if (lender != null) {
                    lender.taken.addAndGet(-holds.get(next).amount());
                }
            }
        }
    }

    private Loan take(List<Booking> holds, long now, Instant at) {
        @Nullable Seen[] lenders = new Seen[holds.size()];
        LimitExceeded tightest = null;
        for (int next = 0; next < lenders.length; next++) {
            Seen seen = known(holds.get(next).limit(), now);
            LimitExceeded exceeded = seen == null ? null : seen.take(holds.get(next), at);
            lenders[next] = exceeded == null ? seen : null;
            tightest = LimitRefusal.tighter(exceeded, tightest);
        }
        Loan loan = new Loan(lenders, tightest);
        if (tightest != null) {
            loan.giveBack(holds);
        }
        return loan;
    }

    private @Nullable Seen known(LimitId limit, long now) {
        Seen seen = limits.get(limit);
        if (seen != null && now - seen.nanos > OLDEST.toNanos()) {
            limits.remove(limit, seen);
            return null;
        }
        return seen;
    }

    private boolean mayTry(LimitId limit, long now) {
        Seen seen = limits.get(limit);
        if (seen == null || seen.mayTry(now)) {
            return true;
        }
        seen.pressed = now;
        return false;
    }

    /// `null` for a call that is let through to find out.
    private @Nullable Hopeless told(
            List<Booking> holds, LimitExceeded exceeded, long now, Instant at) {
        if (mayTry(exceeded.limit(), now)) {
            return null;
        }
        List<RateLeft> rates =
                RatesLeft.of(
                        holds,
                        limit -> {
                            Seen seen = limits.get(limit);
                            return seen == null ? null : seen.account;
                        },
                        at);
        return new Hopeless(exceeded, LimitRefusal.of(exceeded, rates, at));
    }

    /// An account as it is now, one of a call that had no room; for the writer.
    void pressed(LimitAccount account) {
        if (account.terms().hard()) {
            if (limits.size() >= MAX_LIMITS) {
                limits.clear();
            }
            long now = nanos.getAsLong();
            limits.put(account.terms().limit(), new Seen(account, now, now));
        }
    }

    /// An account as it is now; for the writer. One that had room for all is not watched for long.
    void changed(LimitAccount account) {
        if (limits.isEmpty()) {
            return;
        }
        long now = nanos.getAsLong();
        limits.computeIfPresent(
                account.terms().limit(),
                (_, old) ->
                        now - old.pressed > OLDEST.toNanos()
                                ? null
                                : new Seen(account, now, old.pressed));
    }

    /// What limits say has changed; for the writer.
    void forget() {
        limits.clear();
    }
}
