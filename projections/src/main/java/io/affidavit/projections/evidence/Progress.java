package io.affidavit.projections.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far one processor got, and who waits for it to get further.
public final class Progress {

    private static final long NOTHING = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition demanded = lock.newCondition();
    private final List<Waiter> waiters = new ArrayList<>();
    private long reached = NOTHING;

    /// The position up to which everything is committed; -1 for nothing.
    public long reached() {
        lock.lock();
        try {
            return reached;
        } finally {
            lock.unlock();
        }
    }

    /// Completes with true once the position is reached, with false when it is not in time. A
    /// waiter ends every [#pause], so that it waits for work and never for rest.
    public CompletableFuture<Boolean> await(long position, Duration longest) {
        CompletableFuture<Boolean> visible = new CompletableFuture<>();
        lock.lock();
        try {
            if (reached >= position) {
                visible.complete(true);
                return visible;
            }
            waiters.add(new Waiter(position, visible));
            demanded.signalAll();
        } finally {
            lock.unlock();
        }
        return visible.completeOnTimeout(false, longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Everything up to here is committed. Lower than before after a restart from an older token.
    void reached(long position) {
        List<CompletableFuture<Boolean>> visible = new ArrayList<>();
        lock.lock();
        try {
            reached = position;
            for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
                Waiter waiter = all.next();
                if (waiter.position <= position) {
                    visible.add(waiter.visible);
                    all.remove();
                } else if (waiter.visible.isDone()) {
                    all.remove(); // gave up
                }
            }
        } finally {
            lock.unlock();
        }
        visible.forEach(future -> future.complete(true));
    }

    /// Rests until the given moment of [System#nanoTime], or until somebody waits.
    void pause(long untilNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = untilNanos - System.nanoTime();
            while (rest > 0 && !isDemanded()) {
                rest = demanded.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDemanded() {
        waiters.removeIf(waiter -> waiter.visible.isDone());
        return !waiters.isEmpty();
    }

    private record Waiter(long position, CompletableFuture<Boolean> visible) {}
}
