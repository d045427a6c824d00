package io.affidavit.command.evidence;

import io.affidavit.schemas.value.DomainEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
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

    record Done(Placement.Placed last) implements Outcome {}

    /// @param instead what became durable in its place; `null` for nothing
    record Failed(RuntimeException why, Placement.@Nullable Placed instead) implements Outcome {}

    record GivenUp(String why) implements Outcome {}

    /// What may take the place of its last event.
    ///
    /// @param facts best first
    /// @param staged makes one of them ready
    record Variants(List<DomainEvent> facts, Function<DomainEvent, StagedEvent> staged) {}

    private static final Waiting WAITING = new Waiting();
    private static final Taken TAKEN = new Taken();
    private static final GivenUp NOT_STARTED = new GivenUp("the append was not started in time");
    private static final GivenUp IN_DOUBT = new GivenUp("the append is in doubt");

    private final List<StagedEvent> events;
    private final @Nullable Function<Object, StagedEvent> refusal;
    private final @Nullable Variants variants;
    private final @Nullable AppendPremise premise;
    private final AppendLedger.Proposal proposal;
    private final Thread caller = Thread.currentThread();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(WAITING);
    private final int weight;
    private long deadline; // set before it is queued
    private @Nullable Object seen; // set before its outcome

    /// @param refusal makes the event that becomes durable instead of the reason why; `null` if it
    ///   cannot be refused
    /// @param variants what may take the place of its last event; `null` for nothing
    /// @param premise what it rests on beside its stories; `null` for nothing
    Append(
            List<StagedEvent> events,
            @Nullable Function<Object, StagedEvent> refusal,
            @Nullable Variants variants,
            @Nullable AppendPremise premise) {
        this.events = List.copyOf(events);
        this.refusal = refusal;
        this.variants = variants;
        this.premise = premise;
        this.proposal =
                new AppendLedger.Proposal(
                        this.events.stream()
                                .map(event -> (DomainEvent) event.live().getPayload())
                                .toList(),
                        variants == null ? List.of() : variants.facts());
        this.weight = this.events.stream().mapToInt(StagedEvent::weight).sum();
    }

    List<StagedEvent> events() {
        return events;
    }

    @Nullable AppendPremise premise() {
        return premise;
    }

    /// What becomes durable instead, for a reason.
    ///
    /// @throws IllegalStateException if nobody said how it would be worded
    StagedEvent refusal(Object reason) {
        if (refusal == null) {
            throw new IllegalStateException("append: refused (expected: one that can be)");
        }
        return refusal.apply(reason);
    }

    /// Its events with another last one; made ready only now.
    ///
    /// @param last one of the others; `null` for its own
    List<StagedEvent> events(@Nullable DomainEvent last) {
        if (last == null || variants == null) {
            return events;
        }
        List<StagedEvent> other = new ArrayList<>(events);
        other.set(other.size() - 1, variants.staged().apply(last));
        return other;
    }

    /// What it says, and what it could say instead.
    AppendLedger.Proposal proposal() {
        return proposal;
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

    /// What the ledger saw when it booked it; by the writer, before the outcome.
    void saw(@Nullable Object what) {
        seen = what;
    }

    /// What the ledger saw; `null` for nothing. For the caller of an append that was made.
    @Nullable Object seen() {
        return seen;
    }

    /// False if the caller has given up meanwhile and will never learn of it.
    ///
    /// @param last the record of its last event
    boolean succeed(Placement.Placed last) {
        return end(new Done(last));
    }

    void fail(RuntimeException why) {
        boolean _ = end(new Failed(why, null));
    }

    /// Its refusal has become durable instead.
    void refuse(RuntimeException why, Placement.Placed instead) {
        boolean _ = end(new Failed(why, instead));
    }

    /// The record that became durable in its place; `null` when it was not refused.
    Placement.@Nullable Placed instead() {
        return outcome.get() instanceof Failed failed ? failed.instead() : null;
    }

    /// Waits for the writer, or for [#giveUp] by whoever watches the time. The wait itself is
    /// without a time: on a virtual thread a timed one costs a task of a timer's thread each time.
    ///
    /// @return the record of the last event
    /// @throws RuntimeException if it was not appended, or is in doubt
    Placement.Placed await() {
        while (true) {
            switch (outcome.get()) {
                case Done done -> {
                    return done.last();
                }
                case Failed failed -> throw failed.why();
                case GivenUp(String why) -> throw EvidenceFailures.unavailable(why, null);
                case Waiting _, Taken _ -> park();
            }
        }
    }

    private void park() {
        LockSupport.park(this);
        if (Thread.currentThread().isInterrupted()) {
            giveUp();
        }
    }

    /// Says how long the caller will wait; before the append is queued.
    void limitWait(Duration longest) {
        deadline = System.nanoTime() + longest.toNanos();
    }

    /// Whether it has waited longer than it may.
    boolean isOverdue(long now) {
        return now - deadline > 0;
    }

    /// Ends the wait without an outcome.
    void giveUp() {
        if (outcome.compareAndSet(WAITING, NOT_STARTED) || outcome.compareAndSet(TAKEN, IN_DOUBT)) {
            LockSupport.unpark(caller);
        }
    }

    private boolean end(Outcome last) {
        boolean heard = outcome.compareAndSet(TAKEN, last) || outcome.compareAndSet(WAITING, last);
        if (heard) {
            LockSupport.unpark(caller);
        }
        return heard;
    }
}
