package io.affidavit.command.routing;

import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.value.DeploymentId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log for deployments that change, those that other nodes changed above all. While it
/// cannot, it says so, and nobody goes by what was remembered.
final class PriceFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PriceFollower.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(500);

    /// Longest time without having seen the end of the log.
    private static final Duration MAX_AGE = Duration.ofSeconds(3);

    /// Between two looks: most records are calls, and none is worth a wake-up of its own.
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// Most records between two thoughts about how old the view is.
    private static final int BITE = 512;

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final Thread thread;
    private final Consumer<DeploymentId> changed;
    private final Runnable lost;
    private volatile boolean following;
    private volatile long lookedAt;
    private volatile boolean open = true;

    /// @param changed told of a deployment that may have another price
    /// @param lost told when any may
    PriceFollower(
            StreamableMessageSource<TrackedEventMessage<?>> events,
            Consumer<DeploymentId> changed,
            Runnable lost) {
        this.events = events;
        this.changed = changed;
        this.lost = lost;
        this.thread = Thread.ofVirtual().name("prices").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Whether all of the log but its last moments was seen.
    boolean isCurrent() {
        return following && System.nanoTime() - lookedAt < MAX_AGE.toNanos();
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }

    private void run() {
        while (open) {
            try {
                follow();
            } catch (InterruptedException _) {
                return; // closed
            } catch (RuntimeException e) {
                if (following) { // said once
                    log.warn("prices are read anew for each call: {}", e.toString());
                }
                LockSupport.parkNanos(RETRY.toNanos());
            } finally {
                following = false;
            }
        }
    }

    private void follow() throws InterruptedException {
        long lookAt = System.nanoTime();
        TrackingToken head = events.createHeadToken();
        try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(head)) {
            lost.run();
            lookedAt = lookAt;
            following = true;
            long end = position(head);
            long position = end;
            while (open) {
                boolean more =
                        stream.hasNextAvailable(
                                (int) LONGEST_SLEEP.toMillis(), TimeUnit.MILLISECONDS);
                for (int taken = 0; more && taken < BITE; taken++) {
                    TrackedEventMessage<?> record = stream.nextAvailable();
                    see(record);
                    position = position(record.trackingToken());
                    more = stream.hasNextAvailable();
                }
                if (!more) {
                    lookedAt = System.nanoTime();
                    Thread.sleep(PAUSE);
                } else if (position >= end) { // in a log that never rests: all of its last look
                    lookedAt = lookAt;
                    lookAt = System.nanoTime();
                    end = position(events.createHeadToken());
                }
            }
        }
    }

    /// Asked of the class first, so that nothing else is parsed.
    private void see(TrackedEventMessage<?> record) {
        Class<?> type = record.getPayloadType();
        if (type == DeploymentRegistered.class || type == DeploymentChanged.class) {
            switch (record.getPayload()) {
                case DeploymentRegistered made -> changed.accept(made.deployment());
                case DeploymentChanged change -> changed.accept(change.deployment());
                default -> throw new IllegalStateException("record: not of its type");
            }
        }
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null ? -1 : token.position().orElse(-1);
    }
}
