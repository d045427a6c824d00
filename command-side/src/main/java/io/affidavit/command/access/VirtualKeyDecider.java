package io.affidavit.command.access;

import io.affidavit.command.access.VirtualKeyState.Issued;
import io.affidavit.command.access.VirtualKeyState.VirtualKeyFacts;
import io.affidavit.command.aggregate.Repetition;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;

/// Decides about a virtual key. Pure.
final class VirtualKeyDecider {

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
        VirtualKeyFacts after =
                new VirtualKeyFacts(
                        command.key(),
                        command.organization(),
                        command.team(),
                        command.project(),
                        command.mac(),
                        command.aliases(),
                        command.expiresAt());
        return List.of(
                new VirtualKeyIssued(
                        command.key(),
                        command.organization(),
                        command.team(),
                        command.project(),
                        command.mac(),
                        command.aliases(),
                        command.expiresAt(),
                        command.idempotency(),
                        after.digest(),
                        command.parts()));
    }

    static List<AccessEvent> decide(VirtualKeyState state, RevokeVirtualKey command) {
        return switch (state) {
            case VirtualKeyState.Unknown _ ->
                    throw Refusal.exception(
                            FailureCode.NOT_FOUND, "id: not found (expected: a virtual key)");
            case Issued issued when issued.revoked() -> List.of();
            case Issued issued ->
                    List.of(
                            new VirtualKeyRevoked(
                                    command.key(),
                                    issued.facts().organization(),
                                    issued.facts().digest(),
                                    command.parts()));
        };
    }
}
