package io.affidavit.edge.call;

import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.Caller;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Puts refusals of authenticated requests on record before they are answered: one by one, and
/// beyond a bound a key and second as one counted fact that all its answers wait for.
public final class Refusals {

    private static final int SINGLE_A_SECOND = 20;
    private static final Duration WINDOW = Duration.ofMillis(250);
    private static final int MAX_KEYS = 10_000;

    private final CallRecorder recorder;
    private final Clock clock;
    private final Map<VirtualKeyId, Rate> rates = new ConcurrentHashMap<>();
    private final Map<Kind, Batch> batches = new ConcurrentHashMap<>();

    public Refusals(CallRecorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    private record Kind(Caller caller, FailureCode code) {}

    private record Rate(long second, int count) {}

    /// @param failed why a batch is not on record; `null` when it is
    /// @param receipt for its record
    private record Recorded(@Nullable RecordingFailed failed, @Nullable String receipt) {}

    private static final class Batch {
        private final CompletableFuture<Recorded> done = new CompletableFuture<>();
        private long count;
        private final Instant from;
        private Instant to;
        private boolean closed;

        Batch(Instant from) {
            this.from = from;
            this.to = from;
        }
    }

    /// Blocks until the refusal is durable, alone or counted.
    ///
    /// @throws RecordingFailed if it is not
    public void record(CallContext call, StageResult.Refuse refuse) throws RecordingFailed {
        if (isSingle(call.caller().key())) {
            recorder.record(call, single(call, refuse));
        } else {
            call.head().receipted(counted(new Kind(call.caller(), refuse.code())));
        }
    }

    private boolean isSingle(VirtualKeyId key) {
        long second = clock.instant().getEpochSecond();
        if (rates.size() > MAX_KEYS) {
            rates.values().removeIf(rate -> rate.second != second);
        }
        Rate now =
                rates.merge(
                        key,
                        new Rate(second, 1),
                        (old, _) ->
                                old.second == second
                                        ? new Rate(second, old.count + 1)
                                        : new Rate(second, 1));
        return now.count <= SINGLE_A_SECOND;
    }

    private RefuseCall single(CallContext call, StageResult.Refuse refuse) {
        return new RefuseCall(
                call.id(),
                clock.instant(),
                call.caller(),
                knownAlias(call),
                call.endpoint().surface(),
                refuse.code(),
                refuse.param(),
                call.request().bodyBytes());
    }

    /// A name nobody defined is the caller's text: a key or an address pasted into the wrong member
    /// would stand in the record for ever.
    private static @Nullable Alias knownAlias(CallContext call) {
        Alias alias = call.aliasOrNull();
        return alias == null || call.catalog().deployments(alias.value()).isEmpty() ? null : alias;
    }

    /// The receipt that all answers to what was counted share.
    private @Nullable String counted(Kind kind) throws RecordingFailed {
        while (true) {
            Instant now = clock.instant();
            boolean[] first = {false};
            Batch batch =
                    batches.computeIfAbsent(
                            kind,
                            _ -> {
                                first[0] = true;
                                return new Batch(now);
                            });
            if (!join(batch, now)) {
                continue;
            }
            if (first[0]) {
                close(kind, batch);
            }
            Recorded recorded = batch.done.join();
            if (recorded.failed() != null) {
                throw recorded.failed();
            }
            return recorded.receipt();
        }
    }

    private static boolean join(Batch batch, Instant now) {
        synchronized (batch) {
            if (batch.closed) {
                return false;
            }
            batch.count++;
            batch.to = batch.to.isBefore(now) ? now : batch.to;
            return true;
        }
    }

    /// The first one of a batch keeps it open for a while, then records it for all.
    private void close(Kind kind, Batch batch) {
        try {
            Thread.sleep(WINDOW);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        batches.remove(kind, batch);
        CoalesceRefusals command;
        synchronized (batch) {
            batch.closed = true;
            command =
                    new CoalesceRefusals(
                            kind.caller.key(),
                            kind.caller.organization(),
                            kind.code,
                            batch.count,
                            batch.from,
                            batch.to);
        }
        try {
            String receipt = recorder.record(command, Actor.of(kind.caller.key()));
            batch.done.complete(new Recorded(null, receipt));
        } catch (RecordingFailed e) {
            batch.done.complete(new Recorded(e, null));
        }
    }
}
