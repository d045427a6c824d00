package io.affidavit.projections.evidence;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/// The log as one processor sees it. For that processor's thread alone.
///
/// Each commit costs the same whether it carries one event or a thousand, so a batch begins at the
/// earliest one pause after the batch before. The first event after a silence goes through at once,
/// and so do a backlog and everything somebody waits for. A processor that comes back for more has
/// committed all it was given: that is how [Progress] knows.
///
/// What does not concern the processor is left out here, where it costs least. Now and then the
/// last event left out is handed on all the same, so that the stored token follows the log.
final class PacedStream implements BlockingStream<TrackedEventMessage<?>> {

    /// How far behind the log a stored token may be when nothing concerns its processor.
    private static final long TOKEN_LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /// How long a process that ends waits for a processor that waits for events.
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final BlockingStream<TrackedEventMessage<?>> events;
    private final Predicate<TrackedEventMessage<?>> concern;
    private final BooleanSupplier ending;
    private final Progress progress;
    private final long pauseNanos;
    private final int fullBatch;
    private @Nullable TrackedEventMessage<?> leftOut;
    private long passed;
    private long handedOnAt = System.nanoTime();
    private long looked;
    private int inBatch;

    PacedStream(
            BlockingStream<TrackedEventMessage<?>> events,
            Predicate<TrackedEventMessage<?>> concern,
            BooleanSupplier ending,
            Progress progress,
            Pace pace,
            long from) {
        this.events = events;
        this.concern = concern;
        this.ending = ending;
        this.progress = progress;
        this.pauseNanos = pace.pause().toNanos();
        this.fullBatch = pace.fullBatch();
        this.passed = from;
        this.looked = System.nanoTime() - pauseNanos;
        progress.claimed(true);
        progress.reached(from);
    }

    @Override
    public boolean hasNextAvailable() {
        return peek().isPresent();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        boolean hungry = inBatch >= fullBatch;
        inBatch = 0;
        while (true) {
            progress.reached(passed);
            if (!hungry) {
                progress.pause(looked + pauseNanos);
            }
            hungry = false;
            looked = System.nanoTime();
            if (peek().isPresent() || isTokenDue()) {
                return true;
            }
            progress.reached(passed);
            long left = deadline - System.nanoTime();
            if (left <= 0 || ending.getAsBoolean()) {
                return isTokenDue();
            }
            await(left);
        }
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        Optional<TrackedEventMessage<?>> next = events.peek();
        while (next.isPresent() && !concern.test(next.get())) {
            leftOut = next.get();
            passed = RecordSource.position(leftOut.trackingToken());
            take();
            next = events.peek();
        }
        return next;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        boolean concerns = peek().isPresent();
        TrackedEventMessage<?> last = leftOut;
        TrackedEventMessage<?> event = concerns || last == null ? events.nextAvailable() : last;
        leftOut = null;
        handedOnAt = System.nanoTime();
        passed = RecordSource.position(event.trackingToken());
        inBatch++;
        return event;
    }

    @Override
    public void close() {
        progress.claimed(false);
        events.close();
    }

    private boolean isTokenDue() {
        return leftOut != null && System.nanoTime() - handedOnAt >= TOKEN_LAG_NANOS;
    }

    /// Waits for whatever comes next, or until there may be something else to do.
    private void await(long nanos) throws InterruptedException {
        int micros = (int) TimeUnit.NANOSECONDS.toMicros(Math.min(nanos, GLANCE_NANOS)) + 1;
        events.hasNextAvailable(micros, TimeUnit.MICROSECONDS);
    }

    private void take() {
        try {
            events.nextAvailable(); // at hand, since it could be looked at
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
