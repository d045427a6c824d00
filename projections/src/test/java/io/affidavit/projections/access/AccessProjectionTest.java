package io.affidavit.projections.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestProjections;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The life of a key as a row.
class AccessProjectionTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final VirtualKeyId KEY = Stories.key(1);
    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");
    private static final Digest D = Digest.ZERO;

    private final ReadDatabase database = new ReadDatabase();
    private final TestProjections house =
            new TestProjections(database, new InMemoryEventStorageEngine());
    private long head = -1;

    @AfterEach
    void stop() {
        house.close();
        database.close();
    }

    @Test
    void followsTheLifeOfAKey() {
        publish(
                new VirtualKeyIssued(
                        KEY,
                        ACME,
                        null,
                        null,
                        "aa",
                        KeyOrigin.IMPORTED,
                        List.of("*"),
                        List.of("*"),
                        null,
                        END,
                        null,
                        D,
                        List.of()));
        assertThat(row()).startsWith("(key000000001,acme,,,,,aa,{*},\"2099-01-01 ");
        publish(changed(null));
        publish(new VirtualKeyRotated(KEY, ACME, "bb", "aa", END, null, D, D, List.of()));
        publish(new VirtualKeyBlocked(KEY, ACME, D, D, List.of()));
        assertThat(row())
                .startsWith("(key000000001,acme,platform,,,,bb,{gpt-*},,f,,imported,{messages},aa,")
                .endsWith(",t,seal)");

        publish(new VirtualKeyUnblocked(KEY, ACME, D, D, List.of()));
        publish(new VirtualKeyRotated(KEY, ACME, "cc", null, null, null, D, D, List.of()));
        publish(new VirtualKeyRevoked(KEY, ACME, D, List.of()));
        assertThat(row())
                .isEqualTo(
                        "(key000000001,acme,platform,,,,cc,{gpt-*},,t,,imported,{messages},,,f,seal)");
    }

    private static VirtualKeyChanged changed(@Nullable Instant expiresAt) {
        return new VirtualKeyChanged(
                KEY,
                ACME,
                new TeamId("platform"),
                null,
                List.of("gpt-*"),
                List.of("messages"),
                ContentMode.SEAL,
                expiresAt,
                List.of("name"),
                null,
                D,
                D,
                List.of());
    }

    private void publish(DomainEvent event) {
        house.publish(Stories.message(event));
        head++;
    }

    private String row() {
        assertThat(house.isVisible(head, Duration.ofSeconds(30))).containsExactly(true);
        return String.valueOf(database.dump().get("virtual_key").getFirst().get("row"));
    }
}
