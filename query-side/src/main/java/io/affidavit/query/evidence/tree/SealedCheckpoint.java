package io.affidavit.query.evidence.tree;

import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;

/// A checkpoint that the sealer published.
///
/// @param log ordinal of the log
/// @param checkpoint what the note says
/// @param note the signed note, byte for byte as it was stored
public record SealedCheckpoint(int log, Checkpoint checkpoint, SignedNote note) {

    /// Number of records that it commits to.
    public long size() {
        return checkpoint.size();
    }
}
