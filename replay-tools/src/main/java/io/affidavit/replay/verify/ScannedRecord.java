package io.affidavit.replay.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What verification needs to know of a record, cut out of its bytes.
///
/// @param aggregate whose story it continues
/// @param at append time
/// @param call call in whose history it stands
/// @param origin log it was appended under
/// @param node process that appended it, with its counter
/// @param organization place in the tenant's chain; null for a house-wide event
/// @param parts what it says about stored blobs
/// @param position its place in the log
/// @param previous hex leaf hash of the record before
/// @param type logical name of the event
record ScannedRecord(
        Aggregate aggregate,
        Slice at,
        @Nullable Slice call,
        Slice origin,
        Node node,
        @Nullable Organization organization,
        List<ScannedPart> parts,
        long position,
        Slice previous,
        Slice type) {

    record Aggregate(Slice id, long sequence, Slice type) {}

    record Node(Slice id, long sequence) {}

    record Organization(Slice id, Slice previous, long sequence) {}

    record ScannedPart(Slice name, Slice commitment, Slice digest, long length) {}
}
