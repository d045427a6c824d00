package io.affidavit.projections.seal;

import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;

/// A checkpoint with the note that carries it, whose signatures hold.
///
/// @param checkpoint what is signed
/// @param note text and signature lines
record SealedCheckpoint(Checkpoint checkpoint, SignedNote note) {}
