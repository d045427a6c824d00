package io.affidavit.command.access;

import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import org.jspecify.annotations.Nullable;

/// Judges whether something lies within reach of whoever asks. What does not is refused in the
/// words in which something absent is, and before anybody looks whether it is there. Pure.
final class WithinReach {

    private WithinReach() {}

    /// @param reach `null` for everything
    static void requireKey(@Nullable Reach reach, VirtualKeyState state) {
        if (reach != null && state instanceof VirtualKeyState.Issued issued) {
            VirtualKeyFacts key = issued.facts();
            if (!reach.covers(key.organization(), key.team(), key.project())) {
                throw VirtualKeyDecider.missing();
            }
        }
    }

    /// Refuses to put something where whoever asks does not reach.
    ///
    /// @param reach `null` for everything
    static void requireHome(
            @Nullable Reach reach,
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project) {
        if (reach == null || reach.covers(organization, team, project)) {
            return;
        }
        if (!reach.organization().equals(organization)) {
            throw OrganizationDecider.missing(
                    "orgId: " + organization, "a registered organization");
        }
        TeamId ownTeam = reach.team();
        if (ownTeam != null && !ownTeam.equals(team)) {
            throw team == null
                    ? above("teamId", reach)
                    : OrganizationDecider.missing("teamId: " + team, "a team of the organization");
        }
        throw project == null
                ? above("projectId", reach)
                : OrganizationDecider.missing("projectId: " + project, "a project of the team");
    }

    private static RuntimeException above(String member, Reach reach) {
        return Refusal.exception(
                FailureCode.PERMISSION_DENIED,
                member + ": missing (expected: within " + reach.id() + ")");
    }
}
