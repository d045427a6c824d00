package io.affidavit.replay.rerun;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.routing.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the records of a call have said so far.
final class OpenCall {

    private final CallAdmitted admitted;
    private @Nullable Candidate chosen;
    private List<Booking> attemptHolds = List.of();

    OpenCall(CallAdmitted admitted) {
        this.admitted = admitted;
    }

    /// All it holds of limits.
    List<Booking> holds() {
        List<Booking> all = new ArrayList<>(admitted.holds());
        all.addAll(attemptHolds);
        return all;
    }

    /// What it holds of limits of the deployment where its attempt goes.
    List<Booking> attemptHolds() {
        return attemptHolds;
    }

    void attemptEnded() {
        attemptHolds = List.of();
    }

    CallAdmitted admitted() {
        return admitted;
    }

    void chose(@Nullable Candidate candidate, List<Booking> holds) {
        chosen = candidate;
        attemptHolds = holds;
    }

    /// Where the last attempt went; null when none was made.
    @Nullable Candidate chosen() {
        return chosen;
    }
}
