package io.affidavit.command.access;

import io.affidavit.command.aggregate.Repetition;
import io.affidavit.schemas.access.AccessCommand.GrantRole;
import io.affidavit.schemas.access.AccessCommand.RevokeRole;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.AdminGrant;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.RoleRevoked;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.FailureCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about an admin token. Pure.
final class AdminTokenDecider {

    private AdminTokenDecider() {}

    /// Public state of a token, the input of its digest.
    private record AdminTokenFacts(
            AdminTokenId token,
            AdminRole role,
            Reach reach,
            String mac,
            @Nullable Instant expiresAt) {}

    /// @param grant `null` when nothing was granted yet
    /// @param organization state of the organization that the command names
    static List<AccessEvent> decide(
            @Nullable AdminGrant grant, GrantRole command, OrganizationState organization) {
        if (grant != null) {
            Repetition.accept(
                    "id: " + command.token(), grant.granted().idempotency(), command.idempotency());
            return List.of();
        }
        Reach reach = command.reach();
        OrganizationDecider.requireScope(
                organization, reach.organization(), reach.team(), reach.project());
        AdminTokenFacts after =
                new AdminTokenFacts(
                        command.token(), command.role(), reach, command.mac(), command.expiresAt());
        return List.of(
                new RoleGranted(
                        command.token(),
                        command.role(),
                        reach.organization(),
                        reach.team(),
                        reach.project(),
                        command.mac(),
                        command.expiresAt(),
                        command.idempotency(),
                        EventSerializer.digest(after),
                        command.parts()));
    }

    static List<AccessEvent> decide(@Nullable AdminGrant grant, RevokeRole command) {
        if (grant == null) {
            throw Refusal.exception(
                    FailureCode.NOT_FOUND, "id: not found (expected: an admin token)");
        }
        RoleGranted granted = grant.granted();
        return grant.revoked()
                ? List.of()
                : List.of(
                        new RoleRevoked(
                                command.token(),
                                granted.organization(),
                                granted.after(),
                                command.parts()));
    }
}
