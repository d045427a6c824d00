package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.value.OrganizationId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
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
        TreeMap<Long, Cell> cells) {

    /// Another amount until an instant.
    record Raise(long amount, Instant until) {}

    /// What is booked in one bucket.
    record Cell(long spent, long held) {

        static final Cell EMPTY = new Cell(0, 0);

        Cell plus(long moreSpent, long moreHeld) {
            return new Cell(Math.addExact(spent, moreSpent), Math.addExact(held, moreHeld));
        }

        long used() {
            return saturated(spent, held);
        }

        private static long saturated(long left, long right) {
            return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
        }
    }

    /// How much fits at an instant.
    long amount(Instant at) {
        return raise != null && at.isBefore(raise.until()) ? raise.amount() : terms.amount();
    }

    /// The same limit with cells of its own, to be changed without effect on this one.
    LimitAccount copy() {
        return new LimitAccount(terms, organization, since, raise, new TreeMap<>(cells));
    }

    /// Books in a bucket.
    void move(long bucket, long spent, long held) {
        cells.merge(
                bucket,
                Cell.EMPTY.plus(spent, held),
                (old, more) -> old.plus(more.spent(), more.held()));
    }

    /// What counts when this bucket is the present one.
    Cell counted(long present) {
        Cell sum = Cell.EMPTY;
        for (Cell cell : cells.tailMap(terms.window().oldest(present), true).values()) {
            sum = sum.plus(cell.spent(), cell.held());
        }
        return sum;
    }

    /// Why something does not fit at an instant; `null` when it does, and where nothing is refused.
    ///
    /// @param taken what somebody else is about to hold
    @Nullable LimitExceeded exceeded(Booking hold, Instant at, long taken) {
        if (!terms.hard()) {
            return null;
        }
        long present = terms.bucket(at);
        long amount = amount(at);
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
        long present = terms.bucket(at);
        long amount = amount(at);
        Cell sum = Cell.EMPTY;
        Instant fullAt = at;
        for (Map.Entry<Long, Cell> each :
                cells.tailMap(terms.window().oldest(present), true).entrySet()) {
            Cell cell = each.getValue();
            sum = sum.plus(cell.spent(), cell.held());
            if (cell.used() > 0) {
                fullAt = terms.endOf(each.getKey());
            }
        }
        long left = amount - Math.clamp(sum.used(), 0, amount);
        return new RateLeft(terms.unit(), terms.window(), amount, left, at, fullAt);
    }

    /// Forgets what no longer counts.
    void forgetBefore(long oldest) {
        cells.headMap(oldest, false).clear();
    }

    /// When so much more would fit if what is held were used whole; `null` if time alone never
    /// helps.
    @Nullable Instant freeAt(long present, long needed, long amount) {
        if (needed > amount) {
            return null;
        }
        long used = counted(present).used();
        for (Map.Entry<Long, Cell> each :
                cells.tailMap(terms.window().oldest(present), true).entrySet()) {
            used -= each.getValue().used();
            if (used + needed <= amount) {
                return terms.endOf(each.getKey());
            }
        }
        return null;
    }
}
