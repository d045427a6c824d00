package io.affidavit.edge.catalog;

import io.affidavit.schemas.evidence.LogOpened;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;

/// A log to which other nodes append faster than anybody reads it: there is always a next record.
/// What it begins with is another log's.
final class EndlessLog implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final LogOpened FILLING = LogOpened.first("endless", "a", "b", "c");

    private final StreamableMessageSource<TrackedEventMessage<?>> beginning;
    private final Runnable tick;
    private final CountDownLatch passed = new CountDownLatch(1);
    private volatile long goal = Long.MAX_VALUE;
    private volatile long position = -1;

    /// @param tick runs as each record is read
    EndlessLog(StreamableMessageSource<TrackedEventMessage<?>> beginning, Runnable tick) {
        this.beginning = beginning;
        this.tick = tick;
    }

    /// Opens when so many records have been read.
    CountDownLatch passed(long records) {
        goal = records;
        return passed;
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(position + 1);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(TrackingToken token) {
        return new Stream(beginning.openStream(token));
    }

    private final class Stream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> below;

        Stream(BlockingStream<TrackedEventMessage<?>> below) {
            this.below = below;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            Optional<TrackedEventMessage<?>> next = below.peek();
            return next.isPresent() ? next : Optional.of(filling(position + 1));
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) {
            return true;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            tick.run();
            TrackedEventMessage<?> next =
                    below.peek().isPresent() ? below.nextAvailable() : filling(position + 1);
            position = next.trackingToken().position().orElseThrow();
            if (position >= goal) {
                passed.countDown();
            }
            return next;
        }

        @Override
        public void close() {
            below.close();
        }

        private static TrackedEventMessage<?> filling(long at) {
            return new GenericTrackedEventMessage<>(
                    new GlobalSequenceTrackingToken(at),
                    GenericEventMessage.asEventMessage(FILLING));
        }
    }
}
