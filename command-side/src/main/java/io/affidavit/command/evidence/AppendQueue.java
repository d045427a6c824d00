package io.affidavit.command.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Appends waiting for the writer, and how many of them make a batch.
///
/// Batches form by themselves while the writer is busy. When appends come one by one the writer
/// never waits. Once they overlap, it waits up to [#LINGER_NANOS] for as many as came last time,
/// because a commit costs the same processor time for three events as for a hundred.
final class AppendQueue {

    /// Most events of a batch.
    static final int MAX_EVENTS = 256;

    /// Most bytes of a batch; an append that is larger by itself forms one alone.
    static final int MAX_BYTES = 1 << 20;

    /// Longest wait for company.
    static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final BlockingQueue<Append> waiting;
    private volatile @Nullable Append first; // polled but did not fit; written by the writer only
    private volatile List<Append> taken = List.of();
    private int lastAppends = 1;

    AppendQueue(int capacity) {
        this.waiting = new ArrayBlockingQueue<>(capacity);
    }

    /// False if the queue is full.
    boolean offer(Append append) {
        return waiting.offer(append);
    }

    int size() {
        return waiting.size();
    }

    /// The next batch, empty when none came for a while.
    List<Append> take(Duration patience) throws InterruptedException {
        Append unfit = first;
        Append head =
                unfit != null ? unfit : waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        first = null;
        List<Append> batch = new ArrayList<>();
        if (head != null) {
            fill(batch, head);
            lastAppends = batch.size();
        }
        batch.removeIf(append -> !append.take());
        taken = List.copyOf(batch);
        return batch;
    }

    /// Lets what came meanwhile join a batch that had to wait for its turn, as far as it fits.
    void join(List<Append> batch) {
        int events = 0;
        int bytes = 0;
        for (Append append : batch) {
            events += append.events().size();
            bytes += append.weight();
        }
        List<Append> all = new ArrayList<>(taken);
        @Nullable Append next = first != null ? first : waiting.poll();
        first = null;
        while (next != null) {
            events += next.events().size();
            bytes += next.weight();
            if (events > MAX_EVENTS || bytes > MAX_BYTES) {
                first = next;
                break;
            }
            if (next.take()) {
                batch.add(next);
                all.add(next);
            }
            next = waiting.poll();
        }
        taken = List.copyOf(all);
    }

    /// The writer is done with what it had taken; the blobs of a finished batch can be large.
    void release() {
        taken = List.of();
    }

    /// What the writer has at hand; callable from any thread.
    List<Append> taken() {
        return taken;
    }

    private void fill(List<Append> batch, Append head) throws InterruptedException {
        int events = 0;
        int bytes = 0;
        long deadline = System.nanoTime() + LINGER_NANOS;
        @Nullable Append next = head;
        while (next != null) {
            events += next.events().size();
            bytes += next.weight();
            if (!batch.isEmpty() && (events > MAX_EVENTS || bytes > MAX_BYTES)) {
                first = next;
                return;
            }
            batch.add(next);
            next = waiting.poll();
            if (next == null && batch.size() < lastAppends) {
                next = waiting.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
    }

    /// What waits at the moment, in order; callable from any thread.
    List<Append> waiting() {
        List<Append> all = new ArrayList<>(waiting);
        Append unfit = first;
        if (unfit != null) {
            all.add(unfit);
        }
        return all;
    }

    /// Empties the queue; for the end.
    List<Append> drain() {
        List<Append> rest = new ArrayList<>();
        Append unfit = first;
        if (unfit != null) {
            rest.add(unfit);
            first = null;
        }
        waiting.drainTo(rest);
        return rest;
    }
}
