package io.affidavit.command.metrics;

import io.affidavit.command.evidence.AppendMeter;
import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.FailureCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;

/// What the log takes: how large its batches are, how long callers wait, which records there are.
///
/// Records are counted once they are durable, by their logical name, and denials by what the record
/// of them says, so that these figures can be checked against the log.
final class LogMeters implements AppendMeter {

    private static final double[] BATCHES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
    private static final Duration[] TIMES =
            LongStream.of(
                            500, 1_000, 2_000, 3_000, 5_000, 10_000, 25_000, 50_000, 100_000,
                            250_000, 500_000, 1_000_000, 2_500_000, 5_000_000)
                    .mapToObj(micros -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros)))
                    .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Timer wait;
    private final Timer write;
    private final DistributionSummary batches;
    private final Counter failures;
    private final Map<Class<?>, Counter> records = new HashMap<>();
    private final Map<FailureCode, Counter> dataDenials = new EnumMap<>(FailureCode.class);
    private final Map<FailureCode, Counter> controlDenials = new EnumMap<>(FailureCode.class);

    LogMeters(MeterRegistry registry) {
        this.registry = registry;
        wait =
                Timer.builder("affidavit.append.wait")
                        .description("Time a caller waits until its events are durable")
                        .serviceLevelObjectives(TIMES)
                        .register(registry);
        write =
                Timer.builder("affidavit.append.write")
                        .description("Time the writer takes for one batch, retries included")
                        .serviceLevelObjectives(TIMES)
                        .register(registry);
        batches =
                DistributionSummary.builder("affidavit.append.batch.events")
                        .description("Events of one batch")
                        .serviceLevelObjectives(BATCHES)
                        .register(registry);
        failures =
                Counter.builder("affidavit.append.failures")
                        .description("Appends that failed, conflicts included, or are in doubt")
                        .register(registry);
        EventNames.all()
                .forEach(name ->
                        records.put(
                                name.event(),
                                Counter.builder("affidavit.records")
                                        .description("Records made durable by this process")
                                        .tag("type", name.type())
                                        .register(registry)));
    }

    @Override
    public void waited(long nanos, boolean durable) {
        if (durable) {
            wait.record(nanos, TimeUnit.NANOSECONDS);
        } else {
            failures.increment();
        }
    }

    @Override
    public void wrote(int events, long nanos) {
        batches.record(events);
        write.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void committed(DomainEventMessage<?> event) {
        Counter counter = records.get(event.getPayloadType());
        if (counter != null) {
            counter.increment();
        }
        if (event.getPayload() instanceof AccessDenied denied) {
            denied(denied);
        }
    }

    /// On the writer's thread alone, as all records are.
    private void denied(AccessDenied denied) {
        boolean data = denied.plane().equals("data");
        (data ? dataDenials : controlDenials)
                .computeIfAbsent(
                        denied.failure(),
                        failure ->
                                Counter.builder("affidavit.denials")
                                        .description("Requests without a valid credential")
                                        .tag("plane", data ? "data" : "control")
                                        .tag("reason", failure.code())
                                        .register(registry))
                .increment((double) denied.count());
    }
}
