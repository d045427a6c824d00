package io.affidavit.replay.verify;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Receives what fails, passes it on up to a bound, and knows the verdict. For one thread.
public final class Failures {

    /// Failures passed on; more are counted only, so that a log of millions cannot flood whoever
    /// reads the list.
    public static final int MAX_LISTED = 10_000;

    private final Consumer<Failure> listing;
    private String where = "";
    private @Nullable Check first;
    private long count;

    /// @param listing gets each failure as it is found
    public Failures(Consumer<Failure> listing) {
        this.listing = listing;
    }

    /// Says of which log the failures are that come now, for houses with several.
    ///
    /// @param log its ordinal; the first one is not named
    public void within(int log) {
        where = log == 0 ? "" : "log " + log + " ";
    }

    /// Takes a failure.
    public void add(Check check, String object, String found, String expected) {
        count++;
        if (first == null || outranks(check, first)) {
            first = check;
        }
        if (count <= MAX_LISTED) {
            listing.accept(new Failure(check, where + object, found, expected));
        }
    }

    /// An earlier step does; and a record that the log does not hold has no form to judge.
    private static boolean outranks(Check check, Check first) {
        return check.step() < first.step()
                || (check == Check.INCLUSION && first.step() == check.step());
    }

    /// How many there are, listed or not.
    public long count() {
        return count;
    }

    /// 0 when all is sound, else the code of the first failing step; within a step, of what was
    /// found first, but inclusion before form.
    public int exitCode() {
        return first == null ? 0 : first.code();
    }
}
