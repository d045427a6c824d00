package io.affidavit.projections;

import io.affidavit.projections.evidence.RecordSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;

/// Axon's tracking processor, which is soon back after an outage: it would otherwise double its
/// rest after each failure, up to a minute. And it ends without waiting for events first.
final class PatientProcessor extends TrackingEventProcessor {

    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final RecordSource source;

    private PatientProcessor(Builder builder, RecordSource source) {
        super(builder);
        this.source = source;
    }

    /// A processor with everything that is registered under its name.
    static PatientProcessor of(
            String name,
            Configuration axon,
            EventHandlerInvoker invoker,
            RecordSource source,
            TrackingEventProcessorConfiguration tracking) {
        EventProcessingConfiguration configured = axon.eventProcessingConfiguration();
        return new PatientProcessor(
                TrackingEventProcessor.builder()
                        .name(name)
                        .eventHandlerInvoker(invoker)
                        .rollbackConfiguration(configured.rollbackConfiguration(name))
                        .errorHandler(configured.errorHandler(name))
                        .messageSource(source)
                        .tokenStore(configured.tokenStore(name))
                        .transactionManager(configured.transactionManager(name))
                        .trackingEventProcessorConfiguration(tracking),
                source);
    }

    @Override
    public void start() {
        source.end(false);
        super.start();
    }

    @Override
    public CompletableFuture<Void> shutdownAsync() {
        source.end(true);
        return super.shutdownAsync();
    }

    @Override
    protected void doSleepFor(long millisToSleep, AtomicBoolean interruptFlag) {
        super.doSleepFor(Math.min(millisToSleep, LONGEST_REST.toMillis()), interruptFlag);
    }
}
