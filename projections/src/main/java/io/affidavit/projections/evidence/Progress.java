package io.affidavit.projections.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far one processor got, and who waits for it to get further.
///
/// Of several nodes one has claimed the processor. The others find its progress where it stores its
/// token, and look there only while somebody asks.
public final class Progress {

    private static final long NOTHING = -1;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition demanded = lock.newCondition();
    private final List<Waiter> waiters = new ArrayList<>();
    private final LongSupplier stored;
    private long reached = NOTHING;
    private boolean claimed;

    /// @param stored the position of the stored token; may block and fail
    public Progress(LongSupplier stored) {
        this.stored = stored;
    }

    /// The position up to which everything is committed; -1 for nothing.
    public long reached() {
        lookElsewhere();
        lock.lock();
        try {
            return reached;
        } finally {
            lock.unlock();
        }
    }

    /// Says whether the processor works in this process.
    void claimed(boolean here) {
        lock.lock();
        try {
            claimed = here;
        } finally {
            lock.unlock();
        }
    }

    /// Asks the stored token for the progress of a processor that works elsewhere.
    ///
    /// @return whether it does
    private boolean lookElsewhere() {
        lock.lock();
        try {
            if (claimed) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        try {
            long position = stored.getAsLong();
            lock.lock();
            try {
                if (!claimed) {
                    reached(position);
                }
            } finally {
                lock.unlock();
            }
        } catch (RuntimeException e) {
            LOG.debug("stored token not read: {}", e.getMessage());
        }
        return true;
    }

    private void watchElsewhere(CompletableFuture<Boolean> visible) {
        while (!visible.isDone() && lookElsewhere()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
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
            if (!claimed) {
                Thread.ofVirtual().name("progress").start(() -> watchElsewhere(visible));
            }
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
