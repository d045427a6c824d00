package io.affidavit.replay.rerun;

import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.routing.Candidate;
import org.jspecify.annotations.Nullable;

/// What the records of a call have said so far.
final class OpenCall {

    private final CallAdmitted admitted;
    private final long position;
    private @Nullable Candidate chosen;

    OpenCall(CallAdmitted admitted, long position) {
        this.admitted = admitted;
        this.position = position;
    }

    CallAdmitted admitted() {
        return admitted;
    }

    /// Position of the admission.
    long position() {
        return position;
    }

    void chose(@Nullable Candidate candidate) {
        chosen = candidate;
    }

    /// Where the last attempt went; null when none was made.
    @Nullable Candidate chosen() {
        return chosen;
    }
}
