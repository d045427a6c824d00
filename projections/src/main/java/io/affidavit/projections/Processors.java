package io.affidavit.projections;

import io.affidavit.projections.evidence.Pace;
import io.affidavit.projections.evidence.ProcessorWatch;
import io.affidavit.projections.evidence.Progress;
import io.affidavit.projections.evidence.RecordSource;
import io.affidavit.projections.evidence.StoredPosition;
import io.affidavit.projections.metrics.ProjectionGauges;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.policy.PolicyEvent;
import io.affidavit.schemas.routing.RoutingEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/// The two tracking processors: `catalog` for what administrators change, `calls` for what
/// applications do, so that a flood of calls delays no revocation.
///
/// Rows and token move in one transaction of our own data source. An event that cannot be projected
/// stops its processor.
public final class Processors implements ConfigurerModule {

    /// How long a processor waits for an event before it renews its claim on the token.
    private static final int IDLE_MILLIS = 2_000;

    /// How long a claim lasts that is not renewed: another node takes over after that.
    private static final Duration CLAIM = Duration.ofSeconds(5);

    /// How often a node looks for a claim that has ended.
    private static final int CLAIM_LOOK_MILLIS = 2_000;

    private final List<Processor> processors;
    private final DataSource database;
    private final Pace pace;

    /// Two processors on this data source.
    public Processors(DataSource database, Pace pace) {
        this.database = database;
        this.processors =
                List.of(
                        Processor.of(
                                "catalog",
                                database,
                                AccessEvent.class,
                                RoutingEvent.class,
                                PolicyEvent.class),
                        Processor.of("calls", database, CallEvent.class));
        this.pace = pace;
    }

    /// How far each got.
    public List<Progress> progress() {
        return processors.stream().map(Processor::progress).toList();
    }

    /// Has the distance of each from the log shown.
    void measure(ProjectionGauges gauges) {
        processors.forEach(one -> gauges.add(one.name(), one.progress(), one.watch()));
    }

    /// Why processors are stuck, for people; empty when all is well.
    public List<String> failures() {
        return processors.stream()
                .flatMap(processor -> processor.watch().failure().stream())
                .toList();
    }

    @Override
    public void configureModule(Configurer configurer) {
        TransactionManager transactions =
                new SpringTransactionManager(new DataSourceTransactionManager(database));
        TokenStore tokens =
                JdbcTokenStore.builder()
                        .connectionProvider(new SpringDataSourceConnectionProvider(database))
                        .schema(TokenSchema.builder().setTokenTable("read.token").build())
                        .serializer(Jackson3Serializer.builder().build())
                        .claimTimeout(CLAIM)
                        .nodeId(UUID.randomUUID().toString()) // pid and host repeat in containers
                        .build();
        processors.forEach(processor ->
                register(configurer.eventProcessing(), processor, tokens, transactions));
    }

    private void register(
            EventProcessingConfigurer processing,
            Processor processor,
            TokenStore tokens,
            TransactionManager transactions) {
        String name = processor.name();
        processing
                .registerTokenStore(name, config -> tokens)
                .registerTransactionManager(name, config -> transactions)
                .registerListenerInvocationErrorHandler(
                        name, config -> PropagatingErrorHandler.instance())
                .registerEventProcessor(
                        name,
                        (group, config, invoker) ->
                                PatientProcessor.of(
                                        group,
                                        config,
                                        invoker,
                                        new RecordSource(
                                                config.eventStore(),
                                                processor::isConcernedBy,
                                                processor.progress(),
                                                pace),
                                        tracking(processor)));
    }

    private TrackingEventProcessorConfiguration tracking(Processor processor) {
        return TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                .andBatchSize(pace.fullBatch())
                .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                .andEventAvailabilityTimeout(IDLE_MILLIS, TimeUnit.MILLISECONDS)
                .andTokenClaimInterval(CLAIM_LOOK_MILLIS, TimeUnit.MILLISECONDS)
                .andEventTrackerStatusChangeListener(processor.watch());
    }

    /// @param name as in `read.token` and `@ProcessingGroup`
    /// @param families what its handlers take
    private record Processor(
            String name, List<Class<?>> families, Progress progress, ProcessorWatch watch) {

        static Processor of(String name, DataSource database, Class<?>... families) {
            return new Processor(
                    name,
                    List.of(families),
                    new Progress(new StoredPosition(database, name)),
                    new ProcessorWatch(name));
        }

        boolean isConcernedBy(Class<?> event) {
            for (Class<?> family : families) {
                if (family.isAssignableFrom(event)) {
                    return true;
                }
            }
            return false;
        }
    }
}
