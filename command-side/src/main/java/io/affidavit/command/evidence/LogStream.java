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

/// One reader of the house's logs in the order of places: from memory while it keeps up, from the
/// table when it is behind. For one thread.
final class LogStream implements TrackingEventStream {

    private static final int MAX_BUFFERED = 512;

    /// So many are fetched in any case: a question of its own costs as much as some thirty records.
    private static final int FETCHED_ANYWAY = 32;

    private final CommittedRing ring;
    private final RecordTable table;
    private final Lookout lookout;
    private final Deque<TrackedEventMessage<?>> buffer = new ArrayDeque<>();
    private @Nullable Runnable callback;
    private long next;

    LogStream(CommittedRing ring, RecordTable table, Lookout lookout, long first) {
        this.ring = ring;
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
        while (buffer.size() < MAX_BUFFERED) {
            TrackedEventMessage<?> live = ring.get(next);
            if (live == null) {
                break;
            }
            take(live);
        }
        if (buffer.isEmpty()) {
            lookout.lookIfDue();
            if (ring.end() > next) {
                for (TrackedEventMessage<?> event : table.from(next, missing())) {
                    take(event);
                    ring.keep(event);
                }
            }
        }
    }

    /// How many records are to be fetched. On a node among several its own appends stand between
    /// the others', and those are in memory.
    private int missing() {
        int count = FETCHED_ANYWAY;
        while (count < RecordTable.PAGE && ring.get(next + count) == null) {
            count++;
        }
        return count;
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
