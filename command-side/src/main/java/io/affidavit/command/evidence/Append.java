package io.affidavit.command.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The events of one unit of work on their way to the log, and the caller that waits for them.
///
/// A caller that gives up while the append is still queued can be sure that it is never written.
/// Once the writer has taken it, giving up leaves it in doubt: it is written or dropped as a whole,
/// and never started again.
final class Append {

    /// What became of it.
    sealed interface Outcome permits Waiting, Taken, Done, Failed, GivenUp {}

    record Waiting() implements Outcome {}

    record Taken() implements Outcome {}

    record Done(long firstPosition) implements Outcome {}

    record Failed(RuntimeException why) implements Outcome {}

    record GivenUp() implements Outcome {}

    private static final Waiting WAITING = new Waiting();
    private static final Taken TAKEN = new Taken();
    private static final GivenUp GIVEN_UP = new GivenUp();

    private final List<StagedEvent> events;
    private final @Nullable StagedAlternative alternative;
    private final Thread caller = Thread.currentThread();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(WAITING);
    private final int weight;

    Append(List<StagedEvent> events, @Nullable StagedAlternative alternative) {
        this.events = List.copyOf(events);
        this.alternative = alternative;
        this.weight = this.events.stream().mapToInt(StagedEvent::weight).sum();
    }

    /// An alternative with its events made ready as well.
    record StagedAlternative(List<StagedEvent> events, AppendAlternative meaning) {}

    List<StagedEvent> events() {
        return events;
    }

    @Nullable StagedAlternative alternative() {
        return alternative;
    }

    /// The events of either outcome.
    List<StagedEvent> possibleEvents() {
        if (alternative == null) {
            return events;
        }
        List<StagedEvent> both = new ArrayList<>(events);
        both.addAll(alternative.events());
        return both;
    }

    int weight() {
        return weight;
    }

    /// Called by the writer; false if the caller has given up, and then it must not be written.
    boolean take() {
        return outcome.compareAndSet(WAITING, TAKEN);
    }

    /// Whether somebody still waits for what the writer has taken.
    boolean isWanted() {
        return outcome.get() instanceof Taken;
    }

    void succeed(long firstPosition) {
        end(new Done(firstPosition));
    }

    void fail(RuntimeException why) {
        end(new Failed(why));
    }

    /// Waits for the writer.
    ///
    /// @return position of the first event
    /// @throws RuntimeException if it was not appended, or is in doubt
    long await(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            switch (outcome.get()) {
                case Done done -> {
                    return done.firstPosition();
                }
                case Failed failed -> throw failed.why();
                case GivenUp _ -> throw EvidenceFailures.unavailable("given up", null);
                case Waiting _, Taken _ -> park(deadline);
            }
        }
    }

    private void park(long deadline) {
        long left = deadline - System.nanoTime();
        if (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            return;
        }
        if (outcome.compareAndSet(WAITING, GIVEN_UP)) {
            throw EvidenceFailures.unavailable("the append was not started in time", null);
        }
        if (outcome.compareAndSet(TAKEN, GIVEN_UP)) {
            throw EvidenceFailures.unavailable("the append is in doubt", null);
        }
    }

    private void end(Outcome last) {
        if (outcome.compareAndSet(TAKEN, last) || outcome.compareAndSet(WAITING, last)) {
            LockSupport.unpark(caller);
        }
    }
}
