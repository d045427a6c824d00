package io.affidavit.schemas.evidence;

import java.time.Instant;

/// Everything of a record that the writer decides under the head's lock.
///
/// The hashes are raw and neither copied nor kept.
///
/// @param at append time, never before the record before; finer than microseconds is cut off
/// @param organizationPrevious leaf hash of the tenant's record before, 32 zero bytes for its
///   first; ignored for a house-wide event
/// @param organizationSequence place in the tenant's chain; ignored for a house-wide event
/// @param nodeSequence the process' own counter
/// @param position position in the log, from 0
/// @param previous leaf hash of the record before, or [Leaf#genesis]
@SuppressWarnings("ArrayRecordComponent") // lives for one splice in the writer's loop
public record RecordPlace(
        Instant at,
        byte[] organizationPrevious,
        long organizationSequence,
        long nodeSequence,
        long position,
        byte[] previous) {

    public RecordPlace {
        if (organizationPrevious.length != Leaf.BYTES || previous.length != Leaf.BYTES) {
            throw new IllegalArgumentException("previous leaf hash (expected: 32 bytes)");
        }
        if (organizationSequence < 0 || nodeSequence < 0 || position < 0) {
            throw new IllegalArgumentException(
                    "place: " + position + " (expected: position and sequences >= 0)");
        }
    }
}
