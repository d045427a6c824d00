package io.affidavit.edge.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// How long calls take, by phase, in fixed buckets: fine where the gateway itself is slow, coarse
/// where models are.
final class CallDurations {

    private static final Duration[] BUCKETS =
            LongStream.of(
                            1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
                            60_000, 120_000, 300_000, 600_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Timer admission;
    private final Timer firstByte;
    private final Timer total;

    CallDurations(MeterRegistry registry) {
        admission = timer(registry, "admission");
        firstByte = timer(registry, "first_byte");
        total = timer(registry, "total");
    }

    void admitted(long micros) {
        admission.record(micros, TimeUnit.MICROSECONDS);
    }

    /// @param firstByteMicros of the last attempt; `null` when no byte came
    void concluded(@Nullable Long firstByteMicros, long totalMicros) {
        if (firstByteMicros != null) {
            firstByte.record(firstByteMicros, TimeUnit.MICROSECONDS);
        }
        total.record(totalMicros, TimeUnit.MICROSECONDS);
    }

    private static Timer timer(MeterRegistry registry, String phase) {
        return Timer.builder("affidavit.call.duration")
                .description(
                        "Time of admitted calls: admission, from the request's last byte to its"
                                + " durable admission; first_byte, from an attempt's start to the"
                                + " provider's first byte; total, to the durable end")
                .tag("phase", phase)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
