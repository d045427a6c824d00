package io.affidavit.command.access;

import io.affidavit.command.access.VirtualKeyFacts.Terms;
import io.affidavit.command.access.VirtualKeyState.Issued;
import io.affidavit.command.aggregate.Repetition;
import io.affidavit.schemas.access.AccessCommand.BlockVirtualKey;
import io.affidavit.schemas.access.AccessCommand.ChangeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RotateVirtualKey;
import io.affidavit.schemas.access.AccessCommand.UnblockVirtualKey;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.KeyChange;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;

/// Decides about a virtual key. Pure.
final class VirtualKeyDecider {

    private static final String REASON = "reason";

    private VirtualKeyDecider() {}

    /// @param organization state of the organization that the command names
    static List<AccessEvent> decide(
            VirtualKeyState state, IssueVirtualKey command, OrganizationState organization) {
        if (state instanceof Issued issued) {
            Repetition.accept("id: " + command.key(), issued.idempotency(), command.idempotency());
            return List.of();
        }
        OrganizationDecider.requireScope(
                organization, command.organization(), command.team(), command.project());
        return List.of(issued(command, KeyOrigin.ISSUED));
    }

    /// The fact that a key may call.
    static VirtualKeyIssued issued(IssueVirtualKey command, KeyOrigin origin) {
        VirtualKeyFacts after =
                new VirtualKeyFacts(
                        command.key(),
                        command.organization(),
                        command.team(),
                        command.project(),
                        new VirtualKeyFacts.Secrets(origin, command.mac(), null, null),
                        new Terms(
                                command.aliases(),
                                command.surfaces(),
                                command.content(),
                                command.expiresAt()),
                        false,
                        false);
        return new VirtualKeyIssued(
                command.key(),
                command.organization(),
                command.team(),
                command.project(),
                command.mac(),
                origin,
                command.aliases(),
                command.surfaces(),
                command.content(),
                command.expiresAt(),
                command.idempotency(),
                after.digest(),
                command.parts());
    }

    /// @param organization state of the key's organization; looked at only where the key moves
    static List<AccessEvent> decide(
            VirtualKeyState state, ChangeVirtualKey command, OrganizationState organization) {
        Issued issued = requireIssued(state);
        if (Repetition.isKnown(issued.requests(), command.idempotency())) {
            return List.of();
        }
        VirtualKeyFacts before = requireInForce(issued).facts();
        VirtualKeyFacts after = before.after(command.change());
        if (command.change().move() != null) {
            requireHome(after, organization);
        }
        if (after.equals(before) && !changesTexts(command)) {
            return List.of();
        }
        return List.of(
                new VirtualKeyChanged(
                        command.key(),
                        after.organization(),
                        after.team(),
                        after.project(),
                        after.terms().aliases(),
                        after.terms().surfaces(),
                        after.terms().content(),
                        after.terms().expiresAt(),
                        command.change().cleared(),
                        command.idempotency(),
                        issued.digest(),
                        after.digest(),
                        command.parts()));
    }

    static List<AccessEvent> decide(VirtualKeyState state, RotateVirtualKey command) {
        Issued issued = requireIssued(state);
        if (Repetition.isKnown(issued.requests(), command.idempotency())) {
            return List.of();
        }
        VirtualKeyFacts before = requireInForce(issued).facts();
        String graceMac = command.graceUntil() == null ? null : before.secrets().mac();
        VirtualKeyFacts after = before.with(command.mac(), graceMac, command.graceUntil());
        return List.of(
                new VirtualKeyRotated(
                        command.key(),
                        before.organization(),
                        command.mac(),
                        graceMac,
                        command.graceUntil(),
                        command.idempotency(),
                        issued.digest(),
                        after.digest(),
                        command.parts()));
    }

    static List<AccessEvent> decide(VirtualKeyState state, BlockVirtualKey command) {
        Issued issued = requireInForce(requireIssued(state));
        VirtualKeyFacts facts = issued.facts();
        return facts.blocked()
                ? List.of()
                : List.of(
                        new VirtualKeyBlocked(
                                command.key(),
                                facts.organization(),
                                issued.digest(),
                                facts.withBlocked(true).digest(),
                                command.parts()));
    }

    static List<AccessEvent> decide(VirtualKeyState state, UnblockVirtualKey command) {
        Issued issued = requireInForce(requireIssued(state));
        VirtualKeyFacts facts = issued.facts();
        return facts.blocked()
                ? List.of(
                        new VirtualKeyUnblocked(
                                command.key(),
                                facts.organization(),
                                issued.digest(),
                                facts.withBlocked(false).digest(),
                                command.parts()))
                : List.of();
    }

    static List<AccessEvent> decide(VirtualKeyState state, RevokeVirtualKey command) {
        Issued issued = requireIssued(state);
        return issued.isRevoked()
                ? List.of()
                : List.of(
                        new VirtualKeyRevoked(
                                command.key(),
                                issued.facts().organization(),
                                issued.digest(),
                                command.parts()));
    }

    private static Issued requireIssued(VirtualKeyState state) {
        return switch (state) {
            case Issued issued -> issued;
            case VirtualKeyState.Unknown _ -> throw missing();
        };
    }

    /// The refusal of a key that is not there, or not for whoever asks.
    static RuntimeException missing() {
        return Refusal.exception(FailureCode.NOT_FOUND, "id: not found (expected: a virtual key)");
    }

    private static Issued requireInForce(Issued issued) {
        if (issued.isRevoked()) {
            throw Refusal.exception(
                    FailureCode.CONFLICT, "state: revoked (expected: a key that is not revoked)");
        }
        return issued;
    }

    private static void requireHome(VirtualKeyFacts after, OrganizationState organization) {
        if (after.project() != null && after.team() == null) {
            throw Refusal.exception(
                    FailureCode.INVALID_VALUE,
                    "projectId: without a team (expected: a project of the key's team)");
        }
        OrganizationDecider.requireScope(
                organization, after.organization(), after.team(), after.project());
    }

    private static boolean changesTexts(ChangeVirtualKey command) {
        KeyChange change = command.change();
        return !change.cleared().isEmpty()
                || command.parts().stream().anyMatch(part -> !part.name().equals(REASON));
    }
}
