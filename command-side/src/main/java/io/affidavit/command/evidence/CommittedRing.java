package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogPlace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/// How far the log is known to go, and the last events this node committed or read, for readers
/// that keep up; everything else is read from the table. A slot may hold an older or a newer event
/// than a reader looks for, so its place is compared each time.
final class CommittedRing {

    /// How many events there is room for.
    static final int SLOTS = 8_192;

    private final AtomicReferenceArray<@Nullable TrackedEventMessage<?>> slots =
            new AtomicReferenceArray<>(SLOTS);
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final AtomicInteger sleepers = new AtomicInteger();
    private final AtomicLong end = new AtomicLong();
    private volatile long seenAt = System.nanoTime();

    /// The place behind the last record known to be committed.
    long end() {
        return end.get();
    }

    /// Shows a committed batch to readers; the writer's thread only.
    void publish(Placement placed) {
        Head from = placed.from();
        for (Placement.Placed record : placed.records()) {
            long place = LogPlace.pack(from.log, record.position());
            slots.set(slot(place), LiveEvents.of(place, record, placed.at()));
        }
        advanceTo(LogPlace.pack(from.log, from.size + placed.count()));
    }

    /// Keeps an event that a reader fetched from the table, so that this node's other readers find
    /// it here; never in place of a newer one.
    void keep(TrackedEventMessage<?> event) {
        int slot = slot(place(event));
        TrackedEventMessage<?> there = slots.get(slot);
        if (there == null || place(there) < place(event)) {
            slots.compareAndSet(slot, there, event);
        }
    }

    /// Tells readers how far the log went when somebody just looked, whoever made it grow.
    void advanceTo(long committed) {
        seenAt = System.nanoTime();
        if (end.getAndAccumulate(committed, Math::max) < committed) {
            if (sleepers.get() > 0) {
                wakeAll();
            }
            callbacks.forEach(Runnable::run);
        }
    }

    /// How long ago the end was seen, in nanoseconds.
    long age() {
        return System.nanoTime() - seenAt;
    }

    /// The event at a place if it is still here.
    @Nullable TrackedEventMessage<?> get(long place) {
        TrackedEventMessage<?> event = slots.get(slot(place));
        return event != null && place(event) == place ? event : null;
    }

    /// Waits until the log goes beyond a place, at most that long.
    void await(long place, long nanos) throws InterruptedException {
        sleepers.incrementAndGet();
        lock.lock();
        try {
            long left = nanos;
            while (end.get() <= place && left > 0) {
                left = advanced.awaitNanos(left);
            }
        } finally {
            lock.unlock();
            sleepers.decrementAndGet();
        }
    }

    void addCallback(Runnable callback) {
        callbacks.add(callback);
    }

    void removeCallback(Runnable callback) {
        callbacks.remove(callback);
    }

    private void wakeAll() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long place(TrackedEventMessage<?> event) {
        return event.trackingToken() instanceof GlobalSequenceTrackingToken token
                ? token.getGlobalIndex()
                : -1;
    }

    private static int slot(long place) {
        return (int) (place % SLOTS);
    }
}
