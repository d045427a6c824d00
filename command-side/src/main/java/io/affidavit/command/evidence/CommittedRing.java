package io.affidavit.command.evidence;

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

/// How large the log is known to be, and the last events this node committed or read, for readers
/// that keep up; everything else is read from the table. A slot may hold an older or a newer event
/// than a reader looks for, so its position is compared each time.
final class CommittedRing {

    private static final int SLOTS = 8_192;

    private final AtomicReferenceArray<@Nullable TrackedEventMessage<?>> slots =
            new AtomicReferenceArray<>(SLOTS);
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final AtomicInteger sleepers = new AtomicInteger();
    private final AtomicLong size = new AtomicLong();
    private volatile long seenAt = System.nanoTime();

    /// Number of records known to be committed.
    long size() {
        return size.get();
    }

    /// Shows a committed batch to readers; the writer's thread only.
    void publish(Placement placed) {
        for (Placement.Placed record : placed.records()) {
            slots.set(slot(record.position()), LiveEvents.of(record, placed.at()));
        }
        advanceTo(placed.from().size + placed.count());
    }

    /// Keeps an event that a reader fetched from the table, so that this node's other readers find
    /// it here; never in place of a newer one.
    void keep(TrackedEventMessage<?> event) {
        int slot = slot(position(event));
        TrackedEventMessage<?> there = slots.get(slot);
        if (there == null || position(there) < position(event)) {
            slots.compareAndSet(slot, there, event);
        }
    }

    /// Tells readers how large the log was when somebody just looked, whoever made it grow.
    void advanceTo(long committed) {
        seenAt = System.nanoTime();
        if (size.getAndAccumulate(committed, Math::max) < committed) {
            if (sleepers.get() > 0) {
                wakeAll();
            }
            callbacks.forEach(Runnable::run);
        }
    }

    /// How long ago the size was seen, in nanoseconds.
    long age() {
        return System.nanoTime() - seenAt;
    }

    /// The event at a position if it is still here.
    @Nullable TrackedEventMessage<?> get(long position) {
        TrackedEventMessage<?> event = slots.get(slot(position));
        return event != null && position(event) == position ? event : null;
    }

    /// Waits until the log is larger than `position`, at most that long.
    void await(long position, long nanos) throws InterruptedException {
        sleepers.incrementAndGet();
        lock.lock();
        try {
            long left = nanos;
            while (size.get() <= position && left > 0) {
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

    private static long position(TrackedEventMessage<?> event) {
        return event.trackingToken() instanceof GlobalSequenceTrackingToken token
                ? token.getGlobalIndex()
                : -1;
    }

    private static int slot(long position) {
        return (int) (position % SLOTS);
    }
}
