package io.affidavit.command.evidence;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends the waits that have lasted too long, for all appends of a node at once.
///
/// One look every tenth of a second costs nothing; a timer for each append would cost more than the
/// append's own hand-over. It has a thread of its own because the writer may be the one who waits,
/// for a database that does not answer.
final class AppendDeadlines implements AutoCloseable {

    private static final long LOOK_MILLIS = 100;

    private final AppendQueue queue;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile List<Append> taken = List.of();

    AppendDeadlines(AppendQueue queue) {
        this.queue = queue;
    }

    void start() {
        Thread.ofPlatform().name("append-deadlines").daemon(true).start(this::run);
    }

    /// Says what the writer has at hand.
    void taken(List<Append> batch) {
        taken = List.copyOf(batch);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                endOverdue(taken, now);
                endOverdue(queue.waiting(), now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endOverdue(Iterable<Append> appends, long now) {
        for (Append append : appends) {
            if (append.isOverdue(now)) {
                append.giveUp();
            }
        }
    }
}
