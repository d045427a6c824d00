package io.affidavit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.query.QueryHouse.Answer;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.RoleRevoked;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Admin tokens are shown as their records say.
class AdminTokenListTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final TeamId PLATFORM = new TeamId("platform");

    @Test
    void listsTokensFromTheirRecords() {
        try (QueryHouse house = new QueryHouse()) {
            lists(house);
        }
    }

    private static void lists(QueryHouse house) {
        house.append(granted(1), granted(2), granted(3));
        house.append(new RoleRevoked(token(2), ACME, Digest.ZERO, List.of()));

        Answer first = house.get("/admin/tokens?limit=2");
        assertThat(first.body().path("data"))
                .hasToString(
                        """
                        [{"id":"tok000000001","role":"team_admin",\
                        "scope":{"kind":"team","id":"acme/platform"},"expiresAt":null,\
                        "state":"active"},{"id":"tok000000002","role":"team_admin",\
                        "scope":{"kind":"team","id":"acme/platform"},"expiresAt":null,\
                        "state":"revoked"}]\
                        """);
        String cursor = first.body().path("nextCursor").asString();
        Answer second = house.get("/admin/tokens?limit=2&cursor=" + cursor);
        assertThat(second.body().path("data")).hasSize(1);
        assertThat(second.body().path("nextCursor").isNull()).isTrue();
        assertThat(house.get("/admin/tokens/tok000000002").body().path("state").asString())
                .isEqualTo("revoked");
        assertThat(house.get("/admin/tokens/nobody").status()).isEqualTo(404);
        assertThat(house.get("/admin/tokens?cursor=YQ").status()).isEqualTo(400);
    }

    private static RoleGranted granted(int number) {
        return new RoleGranted(
                token(number),
                AdminRole.TEAM_ADMIN,
                ACME,
                PLATFORM,
                null,
                "0".repeat(64),
                null,
                null,
                Digest.ZERO,
                List.of());
    }

    private static AdminTokenId token(int number) {
        return new AdminTokenId("tok%09d".formatted(number));
    }
}
