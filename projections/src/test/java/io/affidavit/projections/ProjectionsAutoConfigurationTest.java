package io.affidavit.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.TestKeys;
import io.affidavit.projections.testing.TestVault;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.testing.TestDatabase;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The room as its main starts it.
class ProjectionsAutoConfigurationTest {

    @TempDir private Path directory;

    @Configuration(proxyBeanMethods = false)
    static class Log {

        @Bean
        EventStore eventStore() {
            return EmbeddedEventStore.builder()
                    .storageEngine(new InMemoryEventStorageEngine())
                    .build();
        }
    }

    @Test
    void followsTheLogOfItsProcess() throws IOException {
        try (ReadDatabase database = new ReadDatabase();
                ConfigurableApplicationContext context = start(settings(database))) {
            context.getBean(EventStore.class)
                    .publish(
                            new GenericEventMessage<>(
                                    new OrganizationRegistered(
                                            new OrganizationId("acme"),
                                            "UTC",
                                            ContentMode.COMMIT,
                                            null,
                                            Digest.ZERO,
                                            List.of())));
            assertThat(context.getBean(Processors.class).progress())
                    .allSatisfy(progress ->
                            assertThat(progress.await(0, Duration.ofSeconds(30)))
                                    .succeedsWithin(Duration.ofSeconds(30))
                                    .isEqualTo(true));
            assertThat(database.dump().get("organization")).hasSize(1);
        }
    }

    @Test
    void pinsDefaults() throws IOException {
        try (ReadDatabase database = new ReadDatabase();
                ConfigurableApplicationContext context = start(settings(database))) {
            ProjectionProperties properties = context.getBean(ProjectionProperties.class);
            assertThat(properties.database().username()).isEqualTo("affidavit_projector");
            assertThat(properties.pause()).isEqualTo(Duration.ofMillis(50));
            assertThat(properties.batchMax()).isEqualTo(1_000);
            assertThat(properties.seal().database().username()).isEqualTo("affidavit_sealer");
            assertThat(properties.seal().interval()).isEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void refusesSettingsItDoesNotKnowOrThatAreOutOfRange() throws IOException {
        try (ReadDatabase database = new ReadDatabase()) {
            for (Map.Entry<String, Object> wrong :
                    Map.<String, Object>of(
                                    "affidavit.projections.paws", "25ms",
                                    "affidavit.projections.pause", "2s",
                                    "affidavit.projections.seal.interval", "99ms",
                                    "affidavit.projections.batch-max", "0")
                            .entrySet()) {
                Map<String, Object> settings = settings(database);
                settings.put(wrong.getKey(), wrong.getValue());
                assertThatThrownBy(() -> start(settings).close()).as(wrong.getKey()).isNotNull();
            }
        }
    }

    private static ConfigurableApplicationContext start(Map<String, Object> settings) {
        return new SpringApplicationBuilder(ProjectionsMain.class, Log.class)
                .web(WebApplicationType.NONE)
                .properties(settings)
                .run();
    }

    private Map<String, Object> settings(ReadDatabase database) throws IOException {
        Files.writeString(directory.resolve("password"), TestDatabase.PASSWORD + "\n");
        Files.writeString(directory.resolve("kek"), HexFormat.of().formatHex(TestVault.KEK) + "\n");
        Map<String, Object> settings = new HashMap<>();
        settings.put("axon.axonserver.enabled", false);
        settings.put("axon.serializer.general", "jackson3");
        settings.put("axon.timeout.enabled", false);
        settings.put("axon.update-check.disabled", true);
        settings.put("affidavit.keys.directory", directory);
        TestKeys.random().write(directory);
        settings.put("affidavit.projections.seal.anchor-directory", directory.resolve("anchor"));
        settings.put("affidavit.projections.seal.database.url", database.database().url());
        settings.put(
                "affidavit.projections.seal.database.password-file", directory.resolve("password"));
        settings.put("affidavit.projections.database.url", database.database().url());
        settings.put("affidavit.projections.database.password-file", directory.resolve("password"));
        return settings;
    }
}
