package io.affidavit.command.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.access.OrganizationState.Registered;
import io.affidavit.command.access.OrganizationState.Team;
import io.affidavit.command.access.VirtualKeyState.Issued;
import io.affidavit.schemas.access.AccessCommand.BlockVirtualKey;
import io.affidavit.schemas.access.AccessCommand.ChangeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RotateVirtualKey;
import io.affidavit.schemas.access.AccessCommand.UnblockVirtualKey;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyChange;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
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

/// Everything that can happen to a key once it is issued.
class VirtualKeyLifeTest {

    private static final VirtualKeyId KEY = new VirtualKeyId("0Az123456789");
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final TeamId TEAM = new TeamId("platform");
    private static final ProjectId BOT = new ProjectId("bot");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");
    private static final Digest REQUEST = new Digest("ab".repeat(16) + "cd".repeat(16));
    private static final Digest SAME_KEY = new Digest("ab".repeat(16) + "ef".repeat(16));
    private static final KeyChange NOTHING = new KeyChange(null, null, null, null, null, List.of());
    private static final OrganizationState ACMES =
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
                                    Map.of(BOT, new OrganizationState.Project(null, false)))));

    private VirtualKeyState state = new VirtualKeyState.Unknown();

    VirtualKeyLifeTest() {
        IssueVirtualKey issue =
                new IssueVirtualKey(
                        KEY,
                        ACME,
                        null,
                        null,
                        "aa",
                        List.of("*"),
                        List.of("*"),
                        null,
                        null,
                        List.of(),
                        null,
                        List.of());
        happened(VirtualKeyDecider.decide(state, issue, ACMES));
    }

    @Test
    void changesWhatIsNamedAndLeavesTheRest() {
        VirtualKeyChanged changed =
                (VirtualKeyChanged)
                        change(
                                        new KeyChange(
                                                new KeyChange.Move(false, TEAM, BOT),
                                                List.of("gpt-*"),
                                                null,
                                                new KeyChange.Content(ContentMode.SEAL),
                                                new KeyChange.Expiry(LATER),
                                                List.of()),
                                        null)
                                .getFirst();

        assertThat(changed.project()).isEqualTo(BOT);
        assertThat(changed.aliases()).containsExactly("gpt-*");
        assertThat(changed.surfaces()).containsExactly("*");
        assertThat(changed.expiresAt()).isEqualTo(LATER);
        assertThat(changed.content()).isEqualTo(ContentMode.SEAL);
        assertThat(changed.before()).isNotEqualTo(changed.after());

        VirtualKeyChanged next =
                (VirtualKeyChanged)
                        change(
                                        new KeyChange(
                                                new KeyChange.Move(true, null, null),
                                                null,
                                                List.of("messages"),
                                                null,
                                                new KeyChange.Expiry(null),
                                                List.of("name")),
                                        null)
                                .getFirst();
        assertThat(next.before()).isEqualTo(changed.after());
        assertThat(next.team()).isEqualTo(TEAM);
        assertThat(next.project()).isNull();
        assertThat(next.aliases()).containsExactly("gpt-*");
        assertThat(next.expiresAt()).isNull();
        assertThat(next.content()).isEqualTo(ContentMode.SEAL);
        KeyChange inherited =
                new KeyChange(null, null, null, new KeyChange.Content(null), null, List.of());
        assertThat(((VirtualKeyChanged) change(inherited, null).getFirst()).content()).isNull();
        assertThat(next.cleared()).containsExactly("name");
    }

    @Test
    void recordsNothingWhereNothingChanges() {
        assertThat(change(NOTHING, null)).isEmpty();
        assertThat(change(new KeyChange(null, List.of("*"), null, null, null, List.of()), null))
                .isEmpty();
        Part reason = Part.Content.text("reason", RetentionClass.AIACT_6M, "because");
        Part name = Part.Content.text("name", RetentionClass.AIACT_6M, "n");
        assertThat(decide(new ChangeVirtualKey(KEY, NOTHING, null, List.of(reason)))).isEmpty();
        assertThat(decide(new ChangeVirtualKey(KEY, NOTHING, null, List.of(name)))).hasSize(1);
    }

    @Test
    void movesOnlyToAScopeThatExists() {
        refuses(FailureCode.NOT_FOUND, () -> change(move(false, new TeamId("other"), null), null));
        refuses(
                FailureCode.NOT_FOUND,
                () -> change(move(false, TEAM, new ProjectId("other")), null));
        refuses(FailureCode.INVALID_VALUE, () -> change(move(true, null, BOT), null));
    }

    @Test
    void keepsOnlyTheLastSecretForAWhile() {
        VirtualKeyRotated first = rotate("bb", LATER, null);
        assertThat(first.graceMac()).isEqualTo("aa");
        VirtualKeyRotated second = rotate("cc", LATER.plusSeconds(1), null);
        assertThat(second.graceMac()).isEqualTo("bb");
        VirtualKeyRotated third = rotate("dd", null, null);
        assertThat(third.graceMac()).isNull();
        assertThat(third.graceUntil()).isNull();
        assertThat(third.before()).isEqualTo(second.after());
    }

    @Test
    void doesARepeatedRequestOnce() {
        rotate("bb", LATER, REQUEST);
        rotate("cc", null, null);

        RotateVirtualKey again = new RotateVirtualKey(KEY, "dd", null, REQUEST, List.of());
        assertThat(VirtualKeyDecider.decide(state, again)).isEmpty();
        refuses(FailureCode.IDEMPOTENCY_KEY_REUSED, () -> rotate("dd", null, SAME_KEY));
    }

    @Test
    void blocksAndUnblocksOnce() {
        BlockVirtualKey block = new BlockVirtualKey(KEY, List.of());
        UnblockVirtualKey unblock = new UnblockVirtualKey(KEY, List.of());
        assertThat(VirtualKeyDecider.decide(state, unblock)).isEmpty();
        List<AccessEvent> blocked = VirtualKeyDecider.decide(state, block);
        happened(blocked);
        assertThat(((Issued) state).view(false).blocked()).isTrue();
        assertThat(VirtualKeyDecider.decide(state, block)).isEmpty();
        happened(VirtualKeyDecider.decide(state, unblock));
        assertThat(((Issued) state).view(false).blocked()).isFalse();
        assertThat(((Issued) state).digest())
                .isEqualTo(((VirtualKeyBlocked) blocked.getFirst()).before());
    }

    @Test
    void changesNothingOfARevokedKey() {
        happened(VirtualKeyDecider.decide(state, new RevokeVirtualKey(KEY, List.of())));

        refuses(FailureCode.CONFLICT, () -> change(NOTHING, null));
        refuses(FailureCode.CONFLICT, () -> rotate("bb", null, null));
        refuses(
                FailureCode.CONFLICT,
                () -> VirtualKeyDecider.decide(state, new BlockVirtualKey(KEY, List.of())));
        refuses(
                FailureCode.CONFLICT,
                () -> VirtualKeyDecider.decide(state, new UnblockVirtualKey(KEY, List.of())));
    }

    private static KeyChange move(
            boolean within, @Nullable TeamId team, @Nullable ProjectId project) {
        return new KeyChange(
                new KeyChange.Move(within, team, project), null, null, null, null, List.of());
    }

    private List<AccessEvent> change(KeyChange change, @Nullable Digest request) {
        return decide(new ChangeVirtualKey(KEY, change, request, List.of()));
    }

    private List<AccessEvent> decide(ChangeVirtualKey command) {
        return happened(VirtualKeyDecider.decide(state, command, ACMES));
    }

    private VirtualKeyRotated rotate(
            String mac, @Nullable Instant graceUntil, @Nullable Digest request) {
        RotateVirtualKey rotate = new RotateVirtualKey(KEY, mac, graceUntil, request, List.of());
        return (VirtualKeyRotated) happened(VirtualKeyDecider.decide(state, rotate)).getFirst();
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
