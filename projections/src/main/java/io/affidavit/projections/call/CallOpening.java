package io.affidavit.projections.call;

import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a call's first record says and no later one changes.
record CallOpening(
        long position,
        Instant at,
        String node,
        VirtualKeyId key,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        @Nullable Alias alias,
        @Nullable Surface surface,
        boolean stream) {

    static CallOpening of(CallAdmitted event, long position, String node) {
        return new CallOpening(
                position,
                event.decidedAt(),
                node,
                event.keyId(),
                event.organization(),
                event.team(),
                event.project(),
                event.alias(),
                event.surface(),
                event.stream());
    }

    static CallOpening of(CallRefused event, long position, String node) {
        return new CallOpening(
                position,
                event.decidedAt(),
                node,
                event.keyId(),
                event.organization(),
                event.team(),
                event.project(),
                event.alias(),
                event.surface(),
                false);
    }
}
