package io.affidavit.projections.metrics;

import io.affidavit.projections.evidence.ProcessorWatch;
import io.affidavit.projections.evidence.Progress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/// The distance of each processor from the log, measured at each scrape: their work costs nothing
/// for it. A gauge holds no object alive, so whoever makes this must.
public final class ProjectionGauges {

    private final MeterRegistry registry;
    private final LogDistance distance;

    /// @param log what the processors follow
    public ProjectionGauges(
            MeterRegistry registry,
            StreamableMessageSource<TrackedEventMessage<?>> log,
            InstantSource clock) {
        this.registry = registry;
        this.distance = new LogDistance(log, clock);
        Gauge.builder("affidavit.log.records", distance, it -> it.head() + 1)
                .description("Records of the log, those of other processes included")
                .register(registry);
    }

    /// Adds a processor.
    public void add(String processor, Progress progress, ProcessorWatch watch) {
        Gauge.builder(
                        "affidavit.projection.lag.positions",
                        distance,
                        it -> it.positions(progress::reached))
                .description("Records that a processor has not committed yet")
                .tag("processor", processor)
                .register(registry);
        Gauge.builder("affidavit.projection.lag", distance, it -> it.seconds(progress::reached))
                .baseUnit("seconds")
                .description("Age of the oldest record that a processor has not committed yet")
                .tag("processor", processor)
                .register(registry);
        Gauge.builder("affidavit.projection.stuck", watch, it -> it.failure().isPresent() ? 1 : 0)
                .description("Whether a processor stands at a record that it cannot project")
                .tag("processor", processor)
                .register(registry);
    }
}
