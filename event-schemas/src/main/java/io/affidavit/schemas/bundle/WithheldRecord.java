package io.affidavit.schemas.bundle;

import io.affidavit.schemas.evidence.CanonicalWriter;
import io.affidavit.schemas.value.Digest;

/// A record that is proven and not shown: a line of `withheld.jsonl`.
///
/// @param position its place in the log
/// @param leaf its leaf hash, which stands for it in proofs and chains
/// @param reason why it is not shown: `requested`
public record WithheldRecord(long position, Digest leaf, String reason) {

    /// Whoever asked for the bundle wanted no records of its type.
    public static final String REQUESTED = "requested";

    private static final int LENGTH = 160;

    /// The line without its newline: canonical JSON.
    public byte[] bytes() {
        return new CanonicalWriter(LENGTH)
                .beginObject()
                .name("leaf")
                .value(leaf.value())
                .name("pos")
                .value(Long.toString(position))
                .name("reason")
                .value(reason)
                .endObject()
                .toBytes();
    }
}
