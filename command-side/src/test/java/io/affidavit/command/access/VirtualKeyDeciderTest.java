package io.affidavit.command.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.access.OrganizationState.Registered;
import io.affidavit.command.access.OrganizationState.Team;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VirtualKeyDeciderTest {

    private static final VirtualKeyId KEY = new VirtualKeyId("0Az123456789");
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final TeamId TEAM = new TeamId("platform");
    private static final ProjectId PROJECT = new ProjectId("bot");
    private static final Digest REQUEST = new Digest("ab".repeat(32));
    private static final Instant EXPIRY = Instant.parse("2027-01-01T00:00:00Z");
    private static final VirtualKeyState NONE = new VirtualKeyState.Unknown();
    private static final OrganizationState EXISTING =
            new Registered(
                    null,
                    "UTC",
                    ContentMode.COMMIT,
                    false,
                    Map.of(
                            TEAM,
                            new Team(
                                    null,
                                    false,
                                    Map.of(PROJECT, new OrganizationState.Project(null, false)))));

    @Test
    void issuesAKeyOfAScopeThatExists() {
        List<AccessEvent> events =
                VirtualKeyDecider.decide(NONE, issue(TEAM, PROJECT, REQUEST), EXISTING);
        assertThat(events).hasSize(1);
        VirtualKeyIssued issued = (VirtualKeyIssued) events.getFirst();
        assertThat(issued.project()).isEqualTo(PROJECT);
        assertThat(issued.expiresAt()).isEqualTo(EXPIRY);
        assertThat(issued.idempotency()).isEqualTo(REQUEST);
    }

    @Test
    void refusesAKeyBelowNothing() {
        refuses(
                FailureCode.NOT_FOUND,
                () ->
                        VirtualKeyDecider.decide(
                                NONE, issue(null, null, null), new OrganizationState.Unknown()));
        refuses(
                FailureCode.NOT_FOUND,
                () ->
                        VirtualKeyDecider.decide(
                                NONE, issue(new TeamId("other"), null, null), EXISTING));
        refuses(
                FailureCode.NOT_FOUND,
                () ->
                        VirtualKeyDecider.decide(
                                NONE, issue(TEAM, new ProjectId("other"), null), EXISTING));
    }

    @Test
    void recognisesARepetitionEvenOfARevokedKey() {
        VirtualKeyState issued = issued(REQUEST);
        IssueVirtualKey again = issue(null, null, REQUEST);
        assertThat(VirtualKeyDecider.decide(issued, again, EXISTING)).isEmpty();
        assertThat(VirtualKeyDecider.decide(revoked(issued), again, EXISTING)).isEmpty();
    }

    @Test
    void refusesAnIdThatIsTaken() {
        refuses(
                FailureCode.ALREADY_EXISTS,
                () -> VirtualKeyDecider.decide(issued(null), issue(null, null, REQUEST), EXISTING));
    }

    @Test
    void revokesOnce() {
        VirtualKeyState issued = issued(null);
        RevokeVirtualKey revoke = new RevokeVirtualKey(KEY, List.of());
        List<AccessEvent> events = VirtualKeyDecider.decide(issued, revoke);
        VirtualKeyRevoked event = (VirtualKeyRevoked) events.getFirst();
        assertThat(event.organization()).isEqualTo(ACME);
        assertThat(event.before())
                .isEqualTo(
                        ((VirtualKeyIssued)
                                        VirtualKeyDecider.decide(
                                                        NONE, issue(null, null, null), EXISTING)
                                                .getFirst())
                                .after());
        assertThat(VirtualKeyDecider.decide(revoked(issued), revoke)).isEmpty();
        refuses(FailureCode.NOT_FOUND, () -> VirtualKeyDecider.decide(NONE, revoke));
    }

    private static VirtualKeyState issued(@Nullable Digest request) {
        return NONE.evolve(
                VirtualKeyDecider.decide(NONE, issue(null, null, request), EXISTING).getFirst());
    }

    private static VirtualKeyState revoked(VirtualKeyState issued) {
        return issued.evolve(
                VirtualKeyDecider.decide(issued, new RevokeVirtualKey(KEY, List.of())).getFirst());
    }

    private static IssueVirtualKey issue(
            @Nullable TeamId team, @Nullable ProjectId project, @Nullable Digest request) {
        return new IssueVirtualKey(
                KEY,
                ACME,
                team,
                project,
                "00".repeat(32),
                List.of("*"),
                List.of("*"),
                null,
                EXPIRY,
                List.of(),
                request,
                List.of());
    }

    private static void refuses(FailureCode code, ThrowingCallable decision) {
        assertThatThrownBy(decision)
                .satisfies(
                        thrown -> assertThat(Refusal.of(thrown)).map(Refusal::code).contains(code));
    }
}
