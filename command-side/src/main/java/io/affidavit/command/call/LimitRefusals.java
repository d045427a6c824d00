package io.affidavit.command.call;

import io.affidavit.command.evidence.CommandReceipt;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RefusalsCoalesced;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.jspecify.annotations.Nullable;

/// Puts refusals of calls without hope on record before they are answered: one by one, and beyond a
/// bound for each key, limit and second as one counted fact that all its answers wait for.
///
/// They are appended beside the unit of work of their command, which comes to nothing but takes the
/// receipt: all that were counted together share one.
public final class LimitRefusals {

    /// How many of a key at a limit have records of their own in a second.
    static final int SINGLE_A_SECOND = 20;

    /// How long a counted fact takes more on, so that there are at most ten of a kind a second.
    static final Duration WINDOW = Duration.ofMillis(100);

    private static final int MAX_KINDS = 10_000;

    private final EventBus events;
    private final Clock clock;
    private final Map<Kind, Rate> rates = new ConcurrentHashMap<>();
    private final Map<Kind, Count> counts = new ConcurrentHashMap<>();

    /// @param events where facts become durable
    public LimitRefusals(EventBus events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    private record Kind(
            VirtualKeyId key, OrganizationId organization, LimitId limit, FailureCode code) {}

    private record Rate(long second, int count) {}

    /// What is counted and not yet on record.
    private static final class Count {

        private final CompletableFuture<@Nullable String> durable = new CompletableFuture<>();
        private final Instant from;
        private Instant to;
        private long number;
        private boolean closed;

        Count(Instant from) {
            this.from = from;
            this.to = from;
        }

        synchronized boolean join(Instant now) {
            if (closed) {
                return false;
            }
            number++;
            to = to.isBefore(now) ? now : to;
            return true;
        }

        synchronized RefusalsCoalesced close(Kind kind) {
            closed = true;
            return new RefusalsCoalesced(
                    kind.key, kind.organization, kind.code, kind.limit, number, from, to);
        }
    }

    /// Blocks until the refusal is durable, alone or counted.
    ///
    /// @throws RuntimeException as the bus tells it, if it is not
    void record(AdmitCall admit, LimitExceeded exceeded) {
        Kind kind =
                new Kind(
                        admit.caller().key(),
                        admit.caller().organization(),
                        exceeded.limit(),
                        exceeded.failure());
        CompletableFuture<@Nullable String> durable =
                isSingle(kind) ? single(admit, exceeded) : counted(kind);
        try {
            CommandReceipt.keep(durable.join());
        } catch (CompletionException e) {
            throw Refusal.of(e)
                    .orElseGet(() ->
                            new Refusal(
                                    FailureCode.EVIDENCE_UNAVAILABLE,
                                    "evidence unavailable: refusal"))
                    .exception();
        }
    }

    private boolean isSingle(Kind kind) {
        long second = clock.instant().getEpochSecond();
        if (rates.size() >= MAX_KINDS) {
            rates.values().removeIf(rate -> rate.second != second);
            if (rates.size() >= MAX_KINDS && !rates.containsKey(kind)) {
                return false;
            }
        }
        Rate now =
                rates.merge(
                        kind,
                        new Rate(second, 1),
                        (old, _) -> new Rate(second, old.second == second ? old.count + 1 : 1));
        return now.count <= SINGLE_A_SECOND;
    }

    private CompletableFuture<@Nullable String> single(AdmitCall admit, LimitExceeded exceeded) {
        CompletableFuture<@Nullable String> durable = new CompletableFuture<>();
        Thread.startVirtualThread(() ->
                append(
                        new GenericDomainEventMessage<>(
                                CallAggregate.TYPE,
                                admit.callId().toString(),
                                0,
                                CallDecider.refused(admit, exceeded),
                                Actor.of(admit.caller().key()).metaData()),
                        durable));
        return durable;
    }

    private CompletableFuture<@Nullable String> counted(Kind kind) {
        while (true) {
            Instant now = clock.instant();
            Count count =
                    counts.computeIfAbsent(
                            kind,
                            _ -> {
                                Count opened = new Count(now);
                                Thread.startVirtualThread(() -> close(kind, opened));
                                return opened;
                            });
            if (count.join(now)) {
                return count.durable;
            }
        }
    }

    /// Keeps a count open for a while, then records it for all. Whoever finds it closed no longer
    /// finds it there when he looks again.
    private void close(Kind kind, Count count) {
        try {
            Thread.sleep(WINDOW);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        counts.remove(kind, count);
        DomainEvent fact = count.close(kind);
        append(new GenericEventMessage<>(fact, Actor.of(kind.key).metaData()), count.durable);
    }

    private void append(EventMessage<?> fact, CompletableFuture<@Nullable String> durable) {
        try {
            durable.complete(CommandReceipt.of(() -> events.publish(fact)));
        } catch (RuntimeException | Error e) {
            durable.completeExceptionally(e);
        }
    }
}
