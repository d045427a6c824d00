package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.Public;

/// What became of one earlier log when another one was opened behind it: how much of it had been
/// signed, and how much the database still had. Nothing is ever added to a log that stands here.
///
/// @param log ordinal of the log
/// @param origin its name
/// @param sealedSize records in the largest tree that is known to have been signed; 0 for none
/// @param sealedRoot root of that tree
/// @param keptSize records that are still there
/// @param keptRoot root of the tree over them
public record LostTail(
        int log,
        @Public String origin,
        long sealedSize,
        Digest sealedRoot,
        long keptSize,
        Digest keptRoot) {

    public LostTail {
        if (log < 0 || sealedSize < 0 || keptSize < 0) {
            throw new IllegalArgumentException(
                    "lost tail: log %d, %d of %d (expected: nothing negative)"
                            .formatted(log, keptSize, sealedSize));
        }
    }

    /// How many records that had been signed are gone.
    public long missing() {
        return Math.max(0, sealedSize - keptSize);
    }
}
