package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogPlace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/// One reader of the house's logs in the order of places: from memory while it keeps up, whoever
/// appended, from the table when it is far behind. For one thread.
final class LogStream implements TrackingEventStream {

    private static final int MAX_BUFFERED = 512;

    private final CommittedRing ring;
    private final MissingRecords missing;
    private final RecordTable table;
    private final Lookout lookout;
    private final Deque<TrackedEventMessage<?>> buffer = new ArrayDeque<>();
    private @Nullable Runnable callback;
    private long next;

    LogStream(
            CommittedRing ring,
            MissingRecords missing,
            RecordTable table,
            Lookout lookout,
            long first) {
        this.ring = ring;
        this.missing = missing;
        this.table = table;
        this.lookout = lookout;
        this.next = table.next(first);
    }

    /// @throws EventStoreException if there is nothing in memory and the database does not answer
    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (buffer.isEmpty()) {
            fill();
        }
        return Optional.ofNullable(buffer.peek());
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (buffer.isEmpty()) {
            fill();
            long left = deadline - System.nanoTime();
            if (!buffer.isEmpty() || left <= 0) {
                break;
            }
            ring.await(next, Math.min(left, lookout.patienceNanos()));
        }
        return !buffer.isEmpty();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait(); // a month has passed
        }
        return buffer.remove();
    }

    @Override
    public boolean setOnAvailableCallback(Runnable onAvailable) {
        ring.addCallback(onAvailable);
        callback = onAvailable;
        return true;
    }

    @Override
    public void close() {
        if (callback != null) {
            ring.removeCallback(callback);
        }
    }

    private void fill() {
        takeFromMemory();
        if (buffer.isEmpty()) {
            lookout.lookIfDue();
            if (ring.end() > next) {
                missing.fetch(next);
                takeFromMemory();
                if (buffer.isEmpty()) { // too far behind, or a record is missing
                    table.from(next).forEach(this::take);
                }
            }
        }
    }

    private void takeFromMemory() {
        while (buffer.size() < MAX_BUFFERED) {
            TrackedEventMessage<?> live = ring.get(next);
            if (live == null) {
                break;
            }
            take(live);
        }
    }

    /// A reader that skipped a missing record would show a history that never was: it stops.
    private void take(TrackedEventMessage<?> event) {
        long place = event.trackingToken().position().orElse(-1);
        if (place != next) {
            throw new EventStoreException(
                    "position: "
                            + LogPlace.of(place)
                            + " (expected: "
                            + LogPlace.of(next)
                            + ", a record is missing)");
        }
        buffer.add(event);
        next = table.next(next + 1);
    }
}
