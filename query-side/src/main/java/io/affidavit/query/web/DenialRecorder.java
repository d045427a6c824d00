package io.affidavit.query.web;

import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.FailureCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.IdentifierFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Puts refused attempts on record: every second one record for each source, route and reason, so
/// that nobody fills the log by knocking. The counts add up: what cannot be recorded now is kept
/// for the next second, and beyond a bound attempts are counted without source and route.
public final class DenialRecorder implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DenialRecorder.class);
    private static final int KINDS_MAX = 1_000;
    private static final long PERIOD_MILLIS = 1_000;
    private static final String UNTOLD = "-";

    private final CommandGateway commands;
    private final InstantSource clock;
    private Map<Kind, Tally> tallies = new HashMap<>();
    private volatile boolean running;

    private record Kind(FailureCode failure, String route, String source, Actor actor) {}

    private record Tally(long count, Instant from, Instant to) {

        Tally plus(Tally later) {
            return new Tally(count + later.count, from, later.to);
        }
    }

    /// Records through this gateway.
    public DenialRecorder(CommandGateway commands, InstantSource clock) {
        this.commands = commands;
        this.clock = clock;
    }

    /// Counts one refused attempt. Never waits.
    ///
    /// @param route method and pattern of the route, never the address as sent
    /// @param source address of the caller; kept outside the record
    /// @param actor the caller, as far as that is known; else the gateway itself
    public void record(FailureCode failure, String route, String source, Actor actor) {
        Instant now = clock.instant();
        add(new Kind(failure, route, source, actor), new Tally(1, now, now));
    }

    /// Writes down what was counted so far.
    public void flush() {
        Map<Kind, Tally> counted;
        synchronized (this) {
            counted = tallies;
            tallies = new HashMap<>();
        }
        counted.forEach(this::send);
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("denials").start(this::flushUntilStopped);
    }

    @Override
    public void stop() {
        running = false;
        flush();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void flushUntilStopped() {
        try {
            while (running) {
                Thread.sleep(PERIOD_MILLIS);
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(Kind kind, Tally tally) {
        Kind bounded =
                tallies.size() < KINDS_MAX || tallies.containsKey(kind)
                        ? kind
                        : new Kind(kind.failure, UNTOLD, UNTOLD, Actor.SYSTEM);
        tallies.merge(bounded, tally, Tally::plus);
    }

    private void send(Kind kind, Tally tally) {
        RecordDenial command =
                new RecordDenial(
                        IdentifierFactory.getInstance().generateIdentifier(),
                        "control",
                        kind.failure,
                        kind.route,
                        null,
                        tally.count,
                        tally.from,
                        tally.to,
                        source(kind));
        try {
            commands.sendAndWait(new GenericCommandMessage<>(command, kind.actor.metaData()));
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("count", tally.count)
                    .setCause(e)
                    .log("denied attempts are not recorded yet");
            add(kind, tally);
        }
    }

    private static List<Part> source(Kind kind) {
        return kind.source.equals(UNTOLD)
                ? List.of()
                : List.of(Part.Content.text("source", RetentionClass.AIACT_6M, kind.source));
    }
}
