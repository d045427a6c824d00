package io.affidavit.edge.catalog;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;

/// A stream of a database that does not answer for a while.
record HangingStream(
        BlockingStream<TrackedEventMessage<?>> below, CountDownLatch stuck, CountDownLatch goOn)
        implements BlockingStream<TrackedEventMessage<?>> {

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        stuck.countDown();
        if (!goOn.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("waited in vain");
        }
        return below.hasNextAvailable(timeout, unit);
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return below.peek();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        return below.nextAvailable();
    }

    @Override
    public void close() {
        below.close();
    }
}
