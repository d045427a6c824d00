package io.affidavit.projections.testing;

import io.affidavit.projections.Processors;
import io.affidavit.projections.access.AccessProjection;
import io.affidavit.projections.access.AccessTable;
import io.affidavit.projections.call.CallProjection;
import io.affidavit.projections.call.CallTable;
import io.affidavit.projections.call.SpendTable;
import io.affidavit.projections.evidence.Pace;
import io.affidavit.projections.evidence.PartReader;
import io.affidavit.projections.evidence.VisibilityHandler;
import io.affidavit.projections.policy.PolicyProjection;
import io.affidavit.projections.policy.PolicyTable;
import io.affidavit.projections.routing.RoutingProjection;
import io.affidavit.projections.routing.RoutingTable;
import io.affidavit.schemas.call.CallQuery.AwaitVisible;
import io.affidavit.schemas.value.DomainEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Both processors as they run in the house, on one of Axon's own event stores.
public final class TestProjections implements AutoCloseable {

    private final Processors processors;
    private final Configuration house;

    /// Starts them where they left off.
    public TestProjections(ReadDatabase database, EventStorageEngine log) {
        processors = new Processors(database.projector(), new Pace(Duration.ofMillis(25), 1_000));
        Configurer configurer =
                DefaultConfigurer.defaultConfiguration(false)
                        .configureSerializer(config -> Jackson3Serializer.builder().build())
                        .configureEmbeddedEventStore(config -> log)
                        .registerQueryHandler(
                                config -> new VisibilityHandler(processors.progress()))
                        .eventProcessing(processing -> register(processing, database));
        processors.configureModule(configurer);
        house = configurer.start();
    }

    /// The processors.
    public Processors processors() {
        return processors;
    }

    /// Puts an event into Axon's log.
    public void publish(EventMessage<DomainEvent> event) {
        house.eventStore().publish(event);
    }

    /// Asks everybody whether a position is visible.
    public List<Boolean> isVisible(long position, Duration longest) {
        return house.queryGateway()
                .scatterGather(
                        new AwaitVisible(position, longest.toMillis()),
                        ResponseTypes.instanceOf(Boolean.class),
                        longest.toMillis() + 1_000,
                        TimeUnit.MILLISECONDS)
                .toList();
    }

    @Override
    public void close() {
        house.shutdown();
    }

    private static void register(EventProcessingConfigurer processing, ReadDatabase database) {
        JdbcClient client = JdbcClient.create(database.projector());
        JdbcTemplate template = new JdbcTemplate(database.projector());
        AccessProjection access =
                new AccessProjection(
                        new AccessTable(client), new PartReader(client, TestVault.KEK));
        RoutingProjection routing = new RoutingProjection(new RoutingTable(client));
        PolicyProjection policy = new PolicyProjection(new PolicyTable(client));
        CallProjection calls =
                new CallProjection(new CallTable(template), new SpendTable(template));
        processing
                .registerEventHandler(config -> access)
                .registerEventHandler(config -> routing)
                .registerEventHandler(config -> policy)
                .registerEventHandler(config -> calls);
    }
}
