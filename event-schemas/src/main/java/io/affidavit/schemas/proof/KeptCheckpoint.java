package io.affidavit.schemas.proof;

import io.affidavit.schemas.evidence.LogOrigin;
import org.jspecify.annotations.Nullable;

/// What this process itself has recomputed and kept outside of the database, so that nobody who can
/// write there changes it.
@FunctionalInterface
public interface KeptCheckpoint {

    /// A process in which nobody recomputes anything.
    KeptCheckpoint NONE = origin -> null;

    /// The newest checkpoint of a log, be it the one that is appended to or one that has ended;
    /// `null` before the first. Never blocks.
    @Nullable Kept of(LogOrigin origin);

    /// A checkpoint with its log.
    ///
    /// @param log ordinal of the log
    /// @param checkpoint what was recomputed
    /// @param note the signed note that carries it
    record Kept(int log, Checkpoint checkpoint, SignedNote note) {}
}
