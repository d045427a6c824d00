package io.affidavit.command.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.AccessCommand.ArchiveScope;
import io.affidavit.schemas.access.AccessCommand.ChangeOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterProject;
import io.affidavit.schemas.access.AccessCommand.RegisterTeam;
import io.affidavit.schemas.access.AccessCommand.RenameScope;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of scopes once they exist.
class ScopeDeciderTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final TeamId TEAM = new TeamId("platform");
    private static final ProjectId BOT = new ProjectId("bot");
    private static final List<Part> NAME =
            List.of(Part.Content.text("name", RetentionClass.AIACT_6M, "n"));

    private OrganizationState state = new OrganizationState.Unknown();
    private final OrganizationRegistered made;

    ScopeDeciderTest() {
        made =
                (OrganizationRegistered)
                        happened(
                                        OrganizationDecider.decide(
                                                state,
                                                new RegisterOrganization(
                                                        ACME,
                                                        "UTC",
                                                        ContentMode.COMMIT,
                                                        null,
                                                        List.of())))
                                .getFirst();
        team("platform");
        project("platform", "bot");
    }

    @Test
    void changesWhatIsNamedAndLeavesTheRest() {
        OrganizationChanged changed =
                (OrganizationChanged) change("Europe/Berlin", null, List.of()).getFirst();
        assertThat(changed.timeZone()).isEqualTo("Europe/Berlin");
        assertThat(changed.content()).isEqualTo(ContentMode.COMMIT);
        assertThat(changed.before()).isEqualTo(made.after());
        assertThat(change("Europe/Berlin", ContentMode.COMMIT, List.of())).isEmpty();
        assertThat(change(null, null, NAME)).hasSize(1);
    }

    @Test
    void renamesTeamsAndProjectsThatExist() {
        assertThat(rename(TEAM, null)).hasSize(1);
        assertThat(rename(TEAM, BOT)).hasSize(1);
        refuses(FailureCode.NOT_FOUND, () -> rename(new TeamId("other"), null));
        refuses(FailureCode.NOT_FOUND, () -> rename(TEAM, new ProjectId("other")));
    }

    @Test
    void archivesOnceAndTakesNothingNew() {
        ScopeArchived closed = (ScopeArchived) archive(TEAM, null).getFirst();
        assertThat(closed.kind()).isEqualTo(ScopeKind.TEAM);
        assertThat(archive(TEAM, null)).isEmpty();

        refuses(FailureCode.CONFLICT, () -> project("platform", "new"));
        refuses(FailureCode.CONFLICT, () -> rename(TEAM, BOT));
        refuses(
                FailureCode.CONFLICT,
                () -> OrganizationDecider.requireScope(state, ACME, TEAM, BOT));
        OrganizationDecider.requireScope(state, ACME, null, null);
        assertThat(archive(TEAM, BOT)).hasSize(1);
        assertThat(((ScopeArchived) archive(null, null).getFirst()).kind())
                .isEqualTo(ScopeKind.ORGANIZATION);
        refuses(FailureCode.CONFLICT, () -> team("new"));
        refuses(FailureCode.CONFLICT, () -> change("UTC", null, NAME));
        refuses(
                FailureCode.CONFLICT,
                () -> OrganizationDecider.requireScope(state, ACME, null, null));
        refuses(FailureCode.NOT_FOUND, () -> archive(new TeamId("other"), null));
    }

    @Test
    void refusesTwinsBelowTheSameParent() {
        refuses(FailureCode.CONFLICT, () -> team("p1atform"));
        refuses(FailureCode.CONFLICT, () -> project("platform", "b0t"));
        team("b0t");
        project("b0t", "b0t");
    }

    private List<AccessEvent> change(
            @Nullable String zone, @Nullable ContentMode content, List<Part> parts) {
        return happened(
                OrganizationDecider.decide(
                        state, new ChangeOrganization(ACME, zone, content, parts)));
    }

    private List<AccessEvent> rename(TeamId team, @Nullable ProjectId project) {
        return happened(
                OrganizationDecider.decide(state, new RenameScope(ACME, team, project, NAME)));
    }

    private List<AccessEvent> archive(@Nullable TeamId team, @Nullable ProjectId project) {
        return happened(
                OrganizationDecider.decide(
                        state, new ArchiveScope(ACME, team, project, List.of())));
    }

    private void team(String id) {
        happened(
                OrganizationDecider.decide(
                        state, new RegisterTeam(ACME, new TeamId(id), null, List.of())));
    }

    private void project(String team, String id) {
        happened(
                OrganizationDecider.decide(
                        state,
                        new RegisterProject(
                                ACME, new TeamId(team), new ProjectId(id), null, List.of())));
    }

    private List<AccessEvent> happened(List<AccessEvent> events) {
        events.forEach(event -> state = state.evolve(event));
        return events;
    }

    private static void refuses(FailureCode code, ThrowingCallable decision) {
        assertThatThrownBy(decision)
                .satisfies(
                        thrown -> assertThat(Refusal.of(thrown)).map(Refusal::code).contains(code));
    }
}
