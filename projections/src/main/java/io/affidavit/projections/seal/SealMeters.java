package io.affidavit.projections.seal;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// Shows operators how sealing goes. A gauge holds no object alive, so whoever makes this must.
public final class SealMeters {

    private static final double MILLIS_PER_SECOND = 1e3;

    private final SealState state;

    /// Registers everything.
    public SealMeters(MeterRegistry registry, SealState state) {
        this.state = state;
        Timer delay =
                Timer.builder("affidavit.seal.delay")
                        .description(
                                "From the append of a checkpoint's oldest record to its publication")
                        .serviceLevelObjectives(
                                Duration.ofMillis(100),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30))
                        .register(registry);
        state.onSealed(delay::record);
        Gauge.builder("affidavit.seal.size", state, SealState::sealed)
                .description("Size of the newest checkpoint that this process signed or checked")
                .register(registry);
        Gauge.builder("affidavit.seal.age", this, SealMeters::ageSeconds)
                .baseUnit("seconds")
                .description("Time since the sealer last found everything in order")
                .register(registry);
        Gauge.builder("affidavit.seal.signing", state, it -> it.isLeading() ? 1 : 0)
                .description("Whether this process is the one that signs checkpoints")
                .register(registry);
        Gauge.builder("affidavit.seal.broken", state, it -> it.broken() == null ? 0 : 1)
                .description("Whether the log contradicts its seals; nothing is admitted then")
                .register(registry);
        FunctionCounter.builder("affidavit.seal.patrolled.records", state, SealState::walked)
                .description("Sealed records that were read again and compared with their tiles")
                .register(registry);
    }

    private double ageSeconds() {
        return state.age().toMillis() / MILLIS_PER_SECOND;
    }
}
