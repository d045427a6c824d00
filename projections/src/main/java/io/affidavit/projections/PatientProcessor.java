package io.affidavit.projections;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;

/// Axon's tracking processor, which is soon back after an outage: it would otherwise double its
/// rest after each failure, up to a minute.
final class PatientProcessor extends TrackingEventProcessor {

    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private PatientProcessor(Builder builder) {
        super(builder);
    }

    /// A processor with everything that is registered under its name.
    static PatientProcessor of(
            String name,
            Configuration axon,
            EventHandlerInvoker invoker,
            StreamableMessageSource<TrackedEventMessage<?>> source,
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
                        .trackingEventProcessorConfiguration(tracking));
    }

    @Override
    protected void doSleepFor(long millisToSleep, AtomicBoolean interruptFlag) {
        super.doSleepFor(Math.min(millisToSleep, LONGEST_REST.toMillis()), interruptFlag);
    }
}
