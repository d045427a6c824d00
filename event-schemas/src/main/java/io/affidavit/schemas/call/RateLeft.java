package io.affidavit.schemas.call;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the tightest hard limit of a unit had left when the fate of a call was decided, the call
/// itself counted if it was admitted.
///
/// @param unit what it counts
/// @param window over which span
/// @param amount how much fits
/// @param left how much still fits, 0 to `amount`
/// @param at when that was so
/// @param fullAt when the whole amount fits again if nothing more is used; `null` for never
public record RateLeft(
        LimitUnit unit,
        LimitWindow window,
        long amount,
        long left,
        Instant at,
        @Nullable Instant fullAt) {

    private static final String SEPARATOR = "/";
    private static final String NEVER = "-";
    private static final int MEMBERS = 6;

    /// Whether this one is what a client has to go by: short windows first, then what has less
    /// left, then what is whole again later.
    public boolean isTighterThan(RateLeft other) {
        if (window.slides() != other.window.slides()) {
            return window.slides();
        }
        if (left != other.left) {
            return left < other.left;
        }
        return other.fullAt != null && (fullAt == null || fullAt.isAfter(other.fullAt));
    }

    /// The one form that fits into the details of a refusal; has no space in it.
    public String text() {
        return String.join(
                SEPARATOR,
                unit.name(),
                window.name(),
                Long.toString(amount),
                Long.toString(left),
                at.toString(),
                fullAt == null ? NEVER : fullAt.toString());
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException for anything else
    public static RateLeft parse(String text) {
        String[] members = text.split(SEPARATOR, -1);
        if (members.length != MEMBERS) {
            throw new IllegalArgumentException("rate: " + MEMBERS + " members expected");
        }
        return new RateLeft(
                LimitUnit.valueOf(members[0]),
                LimitWindow.valueOf(members[1]),
                Long.parseLong(members[2]),
                Long.parseLong(members[3]),
                Instant.parse(members[4]),
                members[5].equals(NEVER) ? null : Instant.parse(members[5]));
    }
}
