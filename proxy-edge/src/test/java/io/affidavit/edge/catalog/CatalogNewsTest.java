package io.affidavit.edge.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Pages;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who is told when the catalogue changes.
class CatalogNewsTest {

    private static final VirtualKeyId KEY = VirtualKeyFormat.parse(Pages.KEY).orElseThrow();

    private final EmbeddedEventStore log =
            EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine(0)).build();
    private final LogFollower follower =
            new LogFollower(
                    _ ->
                            new CatalogPage(
                                    -1,
                                    List.of(),
                                    List.of(),
                                    List.of(Pages.keyOf(Pages.KEY, List.of("*"), false)),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    null,
                                    null),
                    log);

    @AfterEach
    void close() {
        follower.close();
        log.shutDown();
    }

    @Test
    void tellsOfEachNewCatalogueTwice() throws Exception {
        AtomicInteger told = new AtomicInteger();
        follower.onChange(catalog -> told.addAndGet(catalog.key(KEY).revoked() ? 1 : 0));
        follower.start();
        assertThat(follower.await(-1, Duration.ofSeconds(20))).isTrue();
        assertThat(told).hasValue(0);

        log.publish(
                GenericEventMessage.asEventMessage(
                        new VirtualKeyRevoked(KEY, Pages.ACME, Digest.ZERO, List.of())));

        Awaitility.await().until(() -> told.get() == 2);
    }
}
