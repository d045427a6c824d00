package io.affidavit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A key as of a moment is what its records up to that moment say.
class KeyAsOfTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Instant EXPIRY = Stories.AT.plusSeconds(60);

    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        house.append(
                new VirtualKeyIssued(
                        Stories.key(3),
                        ACME,
                        null,
                        null,
                        "f".repeat(64),
                        KeyOrigin.ISSUED,
                        List.of("fast"),
                        List.of("*"),
                        null,
                        EXPIRY,
                        null,
                        Digest.ZERO,
                        List.of()),
                Stories.admitted(Stories.call(1)),
                new VirtualKeyRevoked(Stories.key(3), ACME, Digest.ZERO, List.of()));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void showsWhatAKeyWasAtAnEarlierMoment() {
        String path = "/admin/keys/" + Stories.key(3) + "?asOf=";
        assertThat(house.get(path + "2026-11-25").status()).isEqualTo(404);
        List<Instant> appended =
                house.get("/audit/events?keyId=" + Stories.key(3))
                        .body()
                        .path("data")
                        .valueStream()
                        .map(event -> Instant.parse(event.path("at").asString()))
                        .toList();
        assertThat(appended).hasSize(2);
        JsonNode issued = house.get(path + appended.getFirst()).body();
        assertThat(issued.path("state").asString()).isEqualTo("active");
        assertThat(issued.path("orgId").asString()).isEqualTo("acme");
        assertThat(issued.path("expiresAt").asString()).isEqualTo(EXPIRY.toString());
        JsonNode before = house.get(path + appended.getLast().minusNanos(1_000)).body();
        assertThat(before).isEqualTo(issued);
        JsonNode revoked = house.get(path + appended.getLast()).body();
        assertThat(revoked.path("state").asString()).isEqualTo("revoked");
        assertThat(revoked).isEqualTo(house.get("/admin/keys/" + Stories.key(3)).body());
        assertThat(house.get(path + "then").status()).isEqualTo(400);
        assertThat(house.get("/admin/keys/nobody?asOf=2026-11-26").status()).isEqualTo(404);
    }

    @Test
    void provesItFromTheRecordsAndNotFromTheTable() {
        String path = "/admin/keys/" + Stories.key(3) + "?asOf=2026-11-26";
        house.superuser().execute("update read.virtual_key set revoked = false, aliases = '{*}'");
        JsonNode then = house.get(path).body();
        assertThat(then.path("state").asString()).isEqualTo("revoked");
        assertThat(then.path("aliases")).hasToString("[\"fast\"]");
        house.superuser().execute("update read.virtual_key set revoked = true, aliases = '{fast}'");
    }
}
