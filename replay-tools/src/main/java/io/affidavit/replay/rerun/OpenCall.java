package io.affidavit.replay.rerun;

import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.routing.Candidate;
import org.jspecify.annotations.Nullable;

/// What the records of a call have said so far.
final class OpenCall {

    private final CallAdmitted admitted;
    private @Nullable Candidate chosen;

    OpenCall(CallAdmitted admitted) {
        this.admitted = admitted;
    }

    CallAdmitted admitted() {
        return admitted;
    }

    void chose(@Nullable Candidate candidate) {
        chosen = candidate;
    }

    /// Where the last attempt went; null when none was made.
    @Nullable Candidate chosen() {
        return chosen;
    }
}
