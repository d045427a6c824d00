package io.affidavit.edge.catalog;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far the catalogue shows the log, and who waits for it to get further.
final class VisiblePosition {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private long position = Long.MIN_VALUE;

    boolean isAwaited() {
        return waiting.get() > 0;
    }

    void reached(long next) {
        lock.lock();
        try {
            position = next;
            if (waiting.get() > 0) {
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean await(long wanted, Duration longest, Runnable hurry) throws InterruptedException {
        long left = longest.toNanos();
        lock.lock();
        try {
            waiting.incrementAndGet();
            hurry.run();
            while (position < wanted && left > 0) {
                left = moved.awaitNanos(left);
            }
            return position >= wanted;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }
}
