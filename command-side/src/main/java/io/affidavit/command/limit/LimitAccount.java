package io.affidavit.command.limit;

import io.affidavit.command.limit.Cells.Cell;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.value.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A limit in force with what is booked on it, by the buckets of its window.
///
/// @param terms what it says
/// @param organization whose scope it hangs on; `null` for an alias
/// @param since calls admitted earlier do not count
/// @param raise another amount for a while; `null` for none
/// @param cells what counts or may still count
record LimitAccount(
        LimitTerms terms,
        @Nullable OrganizationId organization,
        Instant since,
        @Nullable Raise raise,
        Cells cells) {

    /// Far below what overflows, far above what anybody uses: of money four billion dollars.
    private static final long COUNTABLE = Long.MAX_VALUE / 2;

    /// Another amount until an instant.
    record Raise(long amount, Instant until) {}

    /// How much fits at an instant: a raise never takes away what a later change grants.
    long amount(Instant at) {
        return raise != null && at.isBefore(raise.until())
                ? Math.max(raise.amount(), terms.amount())
                : terms.amount();
    }

    /// The same limit with cells of its own, to be changed without effect on this one.
    LimitAccount copy() {
        return new LimitAccount(terms, organization, since, raise, cells.copy());
    }

    /// What counts when this bucket is the present one.
    Cell counted(long present) {
        return cells.from(terms.window().oldest(present));
    }

    /// Why something does not fit at an instant; `null` when it does. A soft limit refuses only
    /// what could not be counted any more, and would then stop every append.
    ///
    /// @param taken what somebody else is about to hold
    @Nullable LimitExceeded exceeded(Booking hold, Instant at, long taken) {
        long present = terms.bucket(at);
        long amount = terms.hard() ? amount(at) : COUNTABLE;
        Cell counted = counted(present).plus(0, taken);
        if (hold.amount() <= amount - Math.min(amount, counted.used())) {
            return null;
        }
        return new LimitExceeded(
                terms.limit(),
                terms.unit(),
                terms.window(),
                amount,
                counted.spent(),
                counted.held(),
                hold.amount(),
                terms.unit() == LimitUnit.PARALLEL ? null : freeAt(present, hold.amount(), amount));
    }

    /// What is left of it at an instant.
    RateLeft left(Instant at) {
        long oldest = terms.window().oldest(terms.bucket(at));
        long amount = amount(at);
        Long last = cells.lastUsed(oldest);
        Instant fullAt = last == null ? at : terms.endOf(last);
        long left = amount - Math.clamp(cells.from(oldest).used(), 0, amount);
        return new RateLeft(terms.unit(), terms.window(), amount, left, at, fullAt);
    }

    /// When so much more would fit if what is held were used whole; `null` if time alone never
    /// helps.
    private @Nullable Instant freeAt(long present, long needed, long amount) {
        if (needed > amount) {
            return null;
        }
        Long last = cells.fallsTo(terms.window().oldest(present), amount - needed);
        return last == null ? null : terms.endOf(last);
    }
}
