package io.affidavit.command.evidence;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Ends the waits that have lasted too long, for all appends of a node at once.
///
/// One look every tenth of a second costs nothing while there is something to look at; a timer for
/// each append would cost more than the append's own hand-over. It has a thread of its own because
/// the writer may be the one who waits, for a database that does not answer.
final class AppendDeadlines implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AppendQueue queue;
    private final Thread thread =
            Thread.ofPlatform().name("append-deadlines").daemon(true).unstarted(this::run);
    private volatile boolean closed;
    private volatile boolean idle;

    AppendDeadlines(AppendQueue queue) {
        this.queue = queue;
    }

    void start() {
        thread.start();
    }

    /// Says that an append was queued.
    void queued() {
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = System.nanoTime();
            endOverdue(queue.taken(), now);
            endOverdue(queue.waiting(), now);
            restWhileIdle();
        }
    }

    /// Nothing waits, so nothing can be late. What is queued from here on is seen by this look or
    /// wakes this thread.
    private void restWhileIdle() {
        idle = true;
        while (!closed && queue.taken().isEmpty() && queue.waiting().isEmpty()) {
            LockSupport.park(this);
        }
        idle = false;
    }

    private static void endOverdue(Iterable<Append> appends, long now) {
        for (Append append : appends) {
            if (append.isOverdue(now)) {
                append.giveUp();
            }
        }
    }
}
