package io.affidavit.command.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.AccessCommand.GrantRole;
import io.affidavit.schemas.access.AccessCommand.RevokeRole;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.AdminGrant;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.RoleRevoked;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdminTokenDeciderTest {

    private static final AdminTokenId TOKEN = new AdminTokenId("0Az123456789");
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");
    private static final OrganizationState KNOWN =
            new OrganizationState.Registered(null, "UTC", ContentMode.COMMIT, false, Map.of())
                    .evolve(
                            new TeamRegistered(
                                    ACME, new TeamId("platform"), null, Digest.ZERO, List.of()));

    @Test
    void grantsAScopeThatExists() {
        AdminGrant grant = granted("acme/platform", NOW.plusSeconds(1));
        assertThat(grant.granted().reach().id()).isEqualTo("acme/platform");
        assertThat(grant.state(NOW)).isEqualTo(KeyState.ACTIVE);
        assertThat(grant.state(NOW.plusSeconds(1))).isEqualTo(KeyState.EXPIRED);
    }

    @Test
    void refusesAScopeThatDoesNot() {
        assertThatThrownBy(() -> decide(null, grant("acme/other", null)))
                .hasMessageContaining("teamId: other not found");
        assertThatThrownBy(() ->
                        AdminTokenDecider.decide(
                                null, grant("nobody", null), new OrganizationState.Unknown()))
                .hasMessageContaining("orgId: nobody not found");
    }

    @Test
    void revokesForGoodAndOnce() {
        AdminGrant grant = granted("acme", null);
        List<AccessEvent> events =
                AdminTokenDecider.decide(grant, new RevokeRole(TOKEN, List.of()));
        assertThat(events)
                .containsExactly(new RoleRevoked(TOKEN, ACME, grant.granted().after(), List.of()));
        AdminGrant revoked = AdminGrant.after(grant, events.getFirst());
        assertThat(revoked.state(NOW)).isEqualTo(KeyState.REVOKED);
        assertThat(AdminTokenDecider.decide(revoked, new RevokeRole(TOKEN, List.of()))).isEmpty();
        assertThatThrownBy(() -> AdminTokenDecider.decide(null, new RevokeRole(TOKEN, List.of())))
                .hasMessageContaining("id: not found");
    }

    private static AdminGrant granted(String scope, @Nullable Instant expiresAt) {
        RoleGranted event = (RoleGranted) decide(null, grant(scope, expiresAt)).getFirst();
        return new AdminGrant(event, false);
    }

    private static List<AccessEvent> decide(@Nullable AdminGrant grant, GrantRole command) {
        return AdminTokenDecider.decide(grant, command, KNOWN);
    }

    private static GrantRole grant(String scope, @Nullable Instant expiresAt) {
        return new GrantRole(
                TOKEN,
                AdminRole.TEAM_ADMIN,
                Reach.of(scope),
                "0".repeat(64),
                expiresAt,
                null,
                List.of());
    }
}
