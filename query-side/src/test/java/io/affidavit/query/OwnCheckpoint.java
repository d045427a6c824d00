package io.affidavit.query;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.KeptCheckpoint;
import io.affidavit.schemas.proof.SignedNote;
import org.jspecify.annotations.Nullable;

/// Stands in for the sealer of this process: keeps what a test has sealed.
public final class OwnCheckpoint implements KeptCheckpoint {

    private volatile @Nullable Kept newest;

    /// Keeps a note of the first log.
    public void keep(SignedNote note) {
        newest = new Kept(0, note.checkpoint(), note);
    }

    /// Forgets it, as a process does that was started again.
    public void forget() {
        newest = null;
    }

    @Override
    public @Nullable Kept of(LogOrigin origin) {
        Kept kept = newest;
        return kept != null && kept.checkpoint().origin().equals(origin) ? kept : null;
    }
}
