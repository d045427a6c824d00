package io.affidavit.schemas.proof;

import org.jspecify.annotations.Nullable;

/// What this process itself has recomputed and kept outside of the database, so that nobody who can
/// write there changes it.
@FunctionalInterface
public interface KeptCheckpoint {

    /// A process in which nobody recomputes anything.
    KeptCheckpoint NONE = () -> null;

    /// The newest checkpoint of the log that is appended to; `null` before the first. Never blocks.
    @Nullable Kept newest();

    /// A checkpoint with its log.
    ///
    /// @param log ordinal of the log
    /// @param checkpoint what was recomputed
    /// @param note the signed note that carries it
    record Kept(int log, Checkpoint checkpoint, SignedNote note) {}
}
