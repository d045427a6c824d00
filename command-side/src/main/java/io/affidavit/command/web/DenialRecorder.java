package io.affidavit.command.web;

import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/// Counts denied attempts and puts them on record once a second, one record for each kind and
/// source, so that a flood costs neither the log nor its caller's thread.
///
/// Nothing is dropped: beyond the bound attempts are counted without source and route, and a count
/// that could not be recorded waits for the next round.
final class DenialRecorder implements SmartLifecycle {

    /// Stands where a route or a source is not told.
    static final String UNKNOWN = "-";

    private static final Logger LOG = LoggerFactory.getLogger(DenialRecorder.class);
    private static final int MAX_KINDS = 256;
    private static final Duration PACE = Duration.ofSeconds(1);

    private record Kind(FailureCode failure, String route, String source, Actor actor) {}

    private record Count(long attempts, Instant from, Instant to) {

        Count plus(Count other) {
            return new Count(
                    attempts + other.attempts,
                    from.isBefore(other.from) ? from : other.from,
                    to.isAfter(other.to) ? to : other.to);
        }
    }

    private final BiConsumer<RecordDenial, Actor> sender;
    private final Supplier<String> ids;
    private final Clock clock;
    private final Map<Kind, Count> counts = new HashMap<>();
    private final AtomicBoolean isFull = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable ScheduledFuture<?> rounds;

    /// @param sender carries one denial to the log in the name of whoever was denied, blocking;
    ///   throws when it could not
    /// @param ids gives each denial its id
    DenialRecorder(BiConsumer<RecordDenial, Actor> sender, Supplier<String> ids, Clock clock) {
        this.sender = sender;
        this.ids = ids;
        this.clock = clock;
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("denials").daemon(true).factory());
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // at the end
    }

    /// Counts one attempt. Never blocks on the log.
    ///
    /// @param route pattern of the route, never the address as sent
    /// @param source network address of whoever tried
    /// @param actor whoever tried, as far as that is known; else the gateway itself
    void record(FailureCode failure, String route, String source, Actor actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Count one = new Count(1, now, now);
        boolean full;
        synchronized (counts) {
            add(new Kind(failure, route, source, actor), one);
            full = counts.size() >= MAX_KINDS;
        }
        if (full && isRunning() && isFull.compareAndSet(false, true)) {
            thread.execute(this::flush);
        }
    }

    /// Puts everything counted so far on record.
    void flush() {
        isFull.set(false);
        Map<Kind, Count> taken;
        synchronized (counts) {
            taken = new HashMap<>(counts);
            counts.clear();
        }
        taken.forEach(this::send);
    }

    @Override
    public void start() {
        rounds =
                thread.scheduleWithFixedDelay(
                        this::flush, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Records what is left.
    @Override
    public void stop() {
        ScheduledFuture<?> running = rounds;
        rounds = null;
        if (running != null) {
            running.cancel(false);
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("denials are still being recorded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }

    /// Stops after the web server, which makes denials, and before the command bus, which takes
    /// them.
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 4096;
    }

    private void send(Kind kind, Count count) {
        List<Part> source =
                kind.source().equals(UNKNOWN)
                        ? List.of()
                        : List.of(
                                Part.Content.text(
                                        "source", RetentionClass.AIACT_6M, kind.source()));
        try {
            sender.accept(
                    new RecordDenial(
                            ids.get(),
                            "control",
                            kind.failure(),
                            kind.route(),
                            null,
                            count.attempts(),
                            count.from(),
                            count.to(),
                            source),
                    kind.actor());
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("attempts", count.attempts()).log("denials wait: no log");
            synchronized (counts) {
                add(kind, count);
            }
        }
    }

    private void add(Kind kind, Count count) {
        boolean room = counts.containsKey(kind) || counts.size() < MAX_KINDS;
        Kind counted = room ? kind : new Kind(kind.failure(), UNKNOWN, UNKNOWN, Actor.SYSTEM);
        counts.merge(counted, count, Count::plus);
    }
}
