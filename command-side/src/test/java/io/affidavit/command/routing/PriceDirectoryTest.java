package io.affidavit.command.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProviderId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceDirectoryTest {

    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0123456789abcdef");
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Test
    void hearsOfWhatOtherNodesChange(@TempDir Path directory) throws Exception {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            EventStore here = logs.node();
            EventStore there = logs.node();
            append(there, 0, registered(price(1)));
            try (PriceDirectory prices = new PriceDirectory(new Stories(here), here)) {
                prices.start();
                awaitMemory(prices);
                assertThat(find(prices)).contains(id(price(1)));
                for (int dollars = 2; dollars <= 3; dollars++) {
                    append(there, dollars - 1, changed(price(dollars)));
                    awaitPrice(prices, id(price(dollars)));
                }
                append(there, 3, changed(null));
                awaitPrice(prices, "2026-11-25.2/gpt-4o");
            }
        }
    }

    /// From here on it answers from memory.
    private static void awaitMemory(PriceDirectory prices) {
        await(prices::remembers);
    }

    private static void awaitPrice(PriceDirectory prices, String id) {
        await(() -> find(prices).equals(Optional.of(id)));
    }

    private static void await(BooleanSupplier reached) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static Optional<String> find(PriceDirectory prices) {
        return prices.find(DEPLOYMENT, "gpt-4o", Instant.MAX).map(PriceEntry::id);
    }

    private static String id(Price price) {
        return DEPLOYMENT.value() + "/" + EventSerializer.digest(price).value();
    }

    private static Price price(int dollars) {
        return Price.perMillionUsd(Integer.toString(dollars), null, null, "9", null, null);
    }

    private static void append(EventStore store, long sequence, RoutingEvent event) {
        store.publish(
                List.of(
                        new GenericDomainEventMessage<>(
                                DeploymentAggregate.TYPE, DEPLOYMENT.value(), sequence, event)));
    }

    private static DeploymentRegistered registered(@Nullable Price price) {
        return new DeploymentRegistered(
                DEPLOYMENT,
                new Alias("fast"),
                new ProviderId("p"),
                "gpt-4o",
                0,
                1,
                price,
                null,
                Digest.ZERO,
                List.of());
    }

    private static DeploymentChanged changed(@Nullable Price price) {
        return new DeploymentChanged(
                DEPLOYMENT, "gpt-4o", 0, 1, price, Digest.ZERO, Digest.ZERO, List.of());
    }
}
