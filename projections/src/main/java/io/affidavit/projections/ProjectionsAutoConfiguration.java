package io.affidavit.projections;

import com.zaxxer.hikari.HikariDataSource;
import io.affidavit.projections.access.AccessProjection;
import io.affidavit.projections.access.AccessTable;
import io.affidavit.projections.call.CallProjection;
import io.affidavit.projections.call.CallTable;
import io.affidavit.projections.call.SpendTable;
import io.affidavit.projections.evidence.Pace;
import io.affidavit.projections.evidence.PartReader;
import io.affidavit.projections.evidence.VisibilityHandler;
import io.affidavit.projections.metrics.ProjectionGauges;
import io.affidavit.projections.metrics.ProjectionHealth;
import io.affidavit.projections.policy.PolicyProjection;
import io.affidavit.projections.policy.PolicyTable;
import io.affidavit.projections.routing.RoutingProjection;
import io.affidavit.projections.routing.RoutingTable;
import io.affidavit.projections.seal.SealKeys;
import io.affidavit.projections.seal.SealMeters;
import io.affidavit.projections.seal.SealReports;
import io.affidavit.projections.seal.SealState;
import io.affidavit.projections.seal.Sealer;
import io.affidavit.schemas.value.HealthSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Everything the projections need beside an event store and the Axon buses of the process.
@AutoConfiguration
@EnableConfigurationProperties({ProjectionProperties.class, KeyProperties.class})
public class ProjectionsAutoConfiguration {

    /// A log that stands still for so long is said to be silent, on record.
    private static final Duration QUIET = Duration.ofSeconds(60);

    /// Connections of the projector. Nobody else's: it takes part in no injection by type.
    @Bean(defaultCandidate = false)
    HikariDataSource projectionDataSource(ProjectionProperties properties) {
        return ProjectionDatabase.open(properties.database());
    }

    /// Connections of the sealer, nobody else's.
    @Bean(defaultCandidate = false)
    DataSource sealDataSource(ProjectionProperties properties) {
        return SealDatabase.open(properties.seal().database());
    }

    @Bean
    SealState sealState(ProjectionProperties properties) {
        return new SealState(properties.seal().interval());
    }

    @Bean
    SealMeters sealMeters(ObjectProvider<MeterRegistry> registry, SealState state) {
        return new SealMeters(registry.getIfAvailable(SimpleMeterRegistry::new), state);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Sealer sealer(
            @Qualifier("sealDataSource") DataSource sealDataSource,
            ProjectionProperties properties,
            KeyProperties keys,
            SealState state,
            ObjectProvider<CommandBus> commands) {
        ProjectionProperties.Seal seal = properties.seal();
        return new Sealer(
                new Sealer.Parts(
                        sealDataSource,
                        SealKeys.read(keys.directory()),
                        seal.anchorDirectory(),
                        InstantSource.system(),
                        state,
                        new SealReports(commands::getObject)),
                new Sealer.Pace(seal.interval(), QUIET));
    }

    @Bean
    Processors projectionProcessors(
            @Qualifier("projectionDataSource") DataSource projectionDataSource,
            ProjectionProperties properties) {
        return new Processors(
                projectionDataSource, new Pace(properties.pause(), properties.batchMax()));
    }

    @Bean
    VisibilityHandler visibilityHandler(Processors processors) {
        return new VisibilityHandler(processors.progress());
    }

    @Bean
    ProjectionGauges projectionGauges(
            ObjectProvider<MeterRegistry> registry, EventStore log, Processors processors) {
        ProjectionGauges gauges =
                new ProjectionGauges(
                        registry.getIfAvailable(SimpleMeterRegistry::new),
                        log,
                        InstantSource.system());
        processors.measure(gauges);
        return gauges;
    }

    @Bean
    HealthSource projectionHealth(Processors processors) {
        return new ProjectionHealth(processors::failures);
    }

    @Bean
    PartReader projectionPartReader(
            @Qualifier("projectionDataSource") DataSource projectionDataSource,
            KeyProperties keys) {
        return new PartReader(
                JdbcClient.create(projectionDataSource),
                ProjectionDatabase.hex(keys.directory().resolve("kek")));
    }

    @Bean
    AccessProjection accessProjection(
            @Qualifier("projectionDataSource") DataSource projectionDataSource, PartReader parts) {
        return new AccessProjection(
                new AccessTable(JdbcClient.create(projectionDataSource)), parts);
    }

    @Bean
    RoutingProjection routingProjection(
            @Qualifier("projectionDataSource") DataSource projectionDataSource) {
        return new RoutingProjection(new RoutingTable(JdbcClient.create(projectionDataSource)));
    }

    @Bean
    PolicyProjection policyProjection(
            @Qualifier("projectionDataSource") DataSource projectionDataSource) {
        return new PolicyProjection(new PolicyTable(JdbcClient.create(projectionDataSource)));
    }

    @Bean
    CallProjection callProjection(
            @Qualifier("projectionDataSource") DataSource projectionDataSource) {
        JdbcTemplate sql = new JdbcTemplate(projectionDataSource);
        return new CallProjection(new CallTable(sql), new SpendTable(sql));
    }
}
