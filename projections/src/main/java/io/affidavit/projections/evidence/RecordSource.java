package io.affidavit.projections.evidence;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/// Feeds one tracking processor from the event store, in bites worth a commit.
///
/// Each commit costs the same whether it carries one event or a thousand, so a batch begins at the
/// earliest one pause after the batch before. The first event after a silence goes through at once,
/// and so does everything somebody waits for. A processor that comes back for the next event has
/// committed all it was given: that is how [Progress] knows.
public final class RecordSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final long NOTHING = -1;

    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final Progress progress;
    private final long pauseNanos;

    /// A source for one processor with one segment.
    ///
    /// @param log the event store
    /// @param progress told how far the processor got
    /// @param pause shortest time between the beginnings of two batches
    public RecordSource(
            StreamableMessageSource<TrackedEventMessage<?>> log,
            Progress progress,
            Duration pause) {
        this.log = log;
        this.progress = progress;
        this.pauseNanos = pause.toNanos();
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new PacedStream(log.openStream(token), position(token));
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return log.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return log.createHeadToken();
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null ? NOTHING : token.position().orElse(NOTHING);
    }

    /// Used by the processor's thread alone.
    private final class PacedStream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> events;
        private long taken;
        private long batchFrom = System.nanoTime() - pauseNanos;

        PacedStream(BlockingStream<TrackedEventMessage<?>> events, long from) {
            this.events = events;
            this.taken = from;
            progress.reached(from);
        }

        @Override
        public boolean hasNextAvailable() {
            return events.hasNextAvailable();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            progress.reached(taken);
            progress.pause(batchFrom + pauseNanos);
            boolean available = events.hasNextAvailable(timeout, unit);
            if (available) {
                batchFrom = System.nanoTime();
            }
            return available;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return events.peek();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            TrackedEventMessage<?> event = events.nextAvailable();
            taken = position(event.trackingToken());
            return event;
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
