package io.affidavit.command.limit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is booked on a limit, by the buckets of its window.
///
/// Rows of numbers instead of a sorted map: a page copies the cells of every account that it moves,
/// and sums up the sixty of a sliding window for each call.
final class Cells {

    private static final int ROOM = 2;

    private long[] buckets = new long[ROOM]; // ascending, as far as `size`
    private long[] spent = new long[ROOM];
    private long[] held = new long[ROOM];
    private int size;

    /// What is booked in one bucket, or in several.
    record Cell(long spent, long held) {

        static final Cell EMPTY = new Cell(0, 0);

        Cell plus(long moreSpent, long moreHeld) {
            return new Cell(Math.addExact(spent, moreSpent), Math.addExact(held, moreHeld));
        }

        long used() {
            return spent > Long.MAX_VALUE - held ? Long.MAX_VALUE : spent + held;
        }
    }

    /// The same, to be changed without effect on these.
    Cells copy() {
        Cells copy = new Cells();
        copy.buckets = buckets.clone();
        copy.spent = spent.clone();
        copy.held = held.clone();
        copy.size = size;
        return copy;
    }

    /// Books in a bucket.
    void move(long bucket, long moreSpent, long moreHeld) {
        int place = firstFrom(bucket);
        if (place == size || buckets[place] != bucket) {
            insert(place, bucket);
        }
        spent[place] = Math.addExact(spent[place], moreSpent);
        held[place] = Math.addExact(held[place], moreHeld);
    }

    private void insert(int place, long bucket) {
        if (size == buckets.length) {
            int larger = size * 2;
            buckets = Arrays.copyOf(buckets, larger);
            spent = Arrays.copyOf(spent, larger);
            held = Arrays.copyOf(held, larger);
        }
        int behind = size - place;
        System.arraycopy(buckets, place, buckets, place + 1, behind);
        System.arraycopy(spent, place, spent, place + 1, behind);
        System.arraycopy(held, place, held, place + 1, behind);
        buckets[place] = bucket;
        spent[place] = 0;
        held[place] = 0;
        size++;
    }

    /// Forgets what is older than a bucket.
    ///
    /// @return whether there was such a thing
    boolean forgetBefore(long oldest) {
        int first = firstFrom(oldest);
        if (first == 0) {
            return false;
        }
        int left = size - first;
        System.arraycopy(buckets, first, buckets, 0, left);
        System.arraycopy(spent, first, spent, 0, left);
        System.arraycopy(held, first, held, 0, left);
        size = left;
        return true;
    }

    /// What is booked in one bucket.
    Cell in(long bucket) {
        int place = firstFrom(bucket);
        return place < size && buckets[place] == bucket
                ? new Cell(spent[place], held[place])
                : Cell.EMPTY;
    }

    /// What is booked from a bucket on.
    Cell from(long oldest) {
        long sumSpent = 0;
        long sumHeld = 0;
        for (int place = firstFrom(oldest); place < size; place++) {
            sumSpent = Math.addExact(sumSpent, spent[place]);
            sumHeld = Math.addExact(sumHeld, held[place]);
        }
        return new Cell(sumSpent, sumHeld);
    }

    /// The last bucket from one on in which anything is used; `null` for none.
    @Nullable Long lastUsed(long oldest) {
        for (int place = size - 1; place >= 0 && buckets[place] >= oldest; place--) {
            if (spent[place] > 0 || held[place] > 0) {
                return buckets[place];
            }
        }
        return null;
    }

    /// The bucket with whose end what is used falls to so much or less; `null` for none.
    @Nullable Long fallsTo(long oldest, long most) {
        long used = from(oldest).used();
        for (int place = firstFrom(oldest); place < size; place++) {
            used -= new Cell(spent[place], held[place]).used();
            if (used <= most) {
                return buckets[place];
            }
        }
        return null;
    }

    /// Looked up from the end: what is moved is nearly always the newest.
    private int firstFrom(long bucket) {
        int place = size;
        while (place > 0 && buckets[place - 1] >= bucket) {
            place--;
        }
        return place;
    }
}
