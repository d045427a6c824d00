package io.affidavit.edge.call;

import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts requests that failed to authenticate and puts the counts on record every second. The
/// counts add up exactly; a flood from many places is counted under fewer names, never dropped.
public final class Denials implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final int MAX_KINDS = 1000;
    private static final String MANY = "many";
    private static final long PERIOD_MILLIS = 1000;

    private final CallRecorder recorder;
    private final Clock clock;
    private final Thread thread;
    private Map<Kind, Count> counts = new HashMap<>();
    private boolean open = true;

    public Denials(CallRecorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("denials").unstarted(this::run);
    }

    private record Kind(
            FailureCode code, String route, @Nullable VirtualKeyId key, String source) {}

    private record Count(long count, Instant from, Instant to) {

        Count plus(Count other) {
            return new Count(
                    count + other.count,
                    from.isBefore(other.from) ? from : other.from,
                    to.isAfter(other.to) ? to : other.to);
        }
    }

    /// Begins to record.
    public void start() {
        thread.start();
    }

    /// Counts one. Only a key that exists is named: others anybody can make up.
    public void count(CallContext call, FailureCode code) {
        Instant now = clock.instant();
        VirtualKeyId named =
                PresentedKey.named(PresentedKey.of(call.endpoint(), call.request().fields()));
        VirtualKeyId key = named == null || call.catalog().key(named) == null ? null : named;
        add(
                new Kind(code, call.endpoint().pattern(), key, call.request().source()),
                new Count(1, now, now));
    }

    private synchronized void add(Kind kind, Count count) {
        Kind name = kind;
        if (counts.size() >= MAX_KINDS && !counts.containsKey(kind)) {
            name = new Kind(kind.code, "-", null, MANY);
        }
        counts.merge(name, count, Count::plus);
    }

    private void run() {
        boolean more = true;
        while (more) {
            more = awaitPeriod();
            record();
        }
    }

    private synchronized boolean awaitPeriod() {
        long end = System.nanoTime() + PERIOD_MILLIS * 1_000_000;
        try {
            while (open && System.nanoTime() < end) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException _) {
            return false;
        }
        return open;
    }

    private void record() {
        Map<Kind, Count> taken;
        synchronized (this) {
            taken = counts;
            counts = new HashMap<>();
        }
        taken.forEach(this::record);
    }

    private void record(Kind kind, Count count) {
        try {
            recorder.record(command(kind, count), Actor.SYSTEM);
        } catch (RecordingFailed e) {
            LOG.atWarn().addKeyValue("code", e.code().code()).log("a denial waits to be recorded");
            add(kind, count);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a denial could not be recorded and waits");
            add(kind, count);
        }
    }

    private static RecordDenial command(Kind kind, Count count) {
        return new RecordDenial(
                UUID.randomUUID().toString(),
                "data",
                kind.code,
                kind.route,
                kind.key,
                count.count,
                count.from,
                count.to,
                List.of(Part.Content.text("source", RetentionClass.AIACT_6M, kind.source)));
    }

    /// Records what is counted so far, then ends.
    @Override
    public void close() {
        synchronized (this) {
            open = false;
            notifyAll();
        }
        try {
            thread.join(PERIOD_MILLIS * 10);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
