package io.affidavit.command.evidence;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's one writer: takes what callers have queued and writes it batch by batch on a thread
/// of its own.
public final class AppendWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AppendWriter.class);

    private final AppendQueue queue;
    private final BatchWriter batches;
    private final WriterConnection connections;
    private final Duration timeout;
    private final Thread thread;
    private final AppendDeadlines deadlines;
    private volatile AppendMeter meter = AppendMeter.NONE;
    private volatile boolean closing;

    AppendWriter(
            AppendQueue queue,
            BatchWriter batches,
            WriterConnection connections,
            Duration timeout) {
        this.queue = queue;
        this.batches = batches;
        this.connections = connections;
        this.timeout = timeout;
        this.thread = Thread.ofPlatform().name("append-writer").daemon(true).unstarted(this::run);
        this.deadlines = new AppendDeadlines(queue);
    }

    /// Has everything counted from now on.
    void measure(AppendMeter by) {
        meter = by;
        batches.measure(by);
    }

    /// Appends that wait for the writer.
    int waiting() {
        return queue.size();
    }

    /// Starts the writer's thread.
    public void start() {
        thread.start();
        deadlines.start();
    }

    /// Appends and waits until it is durable.
    ///
    /// @return the record of the last event
    /// @throws RuntimeException if it was not appended, or is in doubt
    Placement.Placed append(Append append) {
        long start = System.nanoTime();
        boolean durable = false;
        try {
            append.limitWait(timeout);
            if (closing || !queue.offer(append)) {
                throw EvidenceFailures.unavailable(
                        closing ? "shutting down" : "queue is full", null);
            }
            deadlines.queued();
            Placement.Placed last = append.await();
            durable = true;
            return last;
        } finally {
            meter.waited(System.nanoTime() - start, durable);
        }
    }

    /// Writes what is queued, then ends.
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(timeout.plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Append append : queue.drain()) {
            append.fail(EvidenceFailures.unavailable("shutting down", null));
        }
        deadlines.close();
        connections.close();
    }

    private void run() {
        try {
            List<Append> batch = queue.take(batches.patience());
            while (!closing || !batch.isEmpty()) {
                write(batch);
                queue.release();
                batch = queue.take(batches.patience());
            }
            batches.rest();
        } catch (InterruptedException e) {
            log.warn("append writer interrupted");
        }
    }

    private void write(List<Append> batch) {
        try {
            if (batch.isEmpty()) {
                batches.rest();
                return;
            }
            long start = System.nanoTime();
            batches.write(batch);
            int events = queue.taken().stream().mapToInt(append -> append.events().size()).sum();
            meter.wrote(events, System.nanoTime() - start);
        } catch (RuntimeException | Error e) { // without this thread nothing is ever written again
            log.error("append writer failed", e);
            batches.reset();
            for (Append append : queue.taken()) {
                append.fail(EvidenceFailures.unavailable("internal failure", e));
            }
        }
    }
}
