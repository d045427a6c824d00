package io.affidavit.command.aggregate;

import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Judges a creation of something that exists already.
///
/// The recorded digest has two halves: 16 bytes for the `Idempotency-Key`, 16 for the request it
/// came with, both keyed, so that a record tells nothing and yet answers "the same again?".
public final class Repetition {

    private static final int HALF_DIGITS = 32;

    private Repetition() {}

    /// Returns when the same request was repeated, so that nothing is left to do.
    ///
    /// @param what the member and value that exists, for the caller
    /// @param recorded digest in the event that made it
    /// @param presented digest of the request at hand
    public static void accept(String what, @Nullable Digest recorded, @Nullable Digest presented) {
        if (recorded == null || presented == null || !sameHalf(recorded, presented, 0)) {
            throw Refusal.exception(
                    FailureCode.ALREADY_EXISTS, what + " (expected: one that does not exist yet)");
        }
        if (!sameHalf(recorded, presented, HALF_DIGITS)) {
            throw reused();
        }
    }

    /// Whether a request was carried out before.
    ///
    /// @param recorded digests of the requests that were
    /// @param presented digest of the request at hand
    public static boolean isKnown(Collection<Digest> recorded, @Nullable Digest presented) {
        if (presented == null) {
            return false;
        }
        for (Digest one : recorded) {
            if (sameHalf(one, presented, 0)) {
                if (!sameHalf(one, presented, HALF_DIGITS)) {
                    throw reused();
                }
                return true;
            }
        }
        return false;
    }

    private static RuntimeException reused() {
        return Refusal.exception(
                FailureCode.IDEMPOTENCY_KEY_REUSED,
                "Idempotency-Key: used before (expected: the same request, or another key)");
    }

    private static boolean sameHalf(Digest one, Digest other, int start) {
        return one.value().regionMatches(start, other.value(), start, HALF_DIGITS);
    }
}
