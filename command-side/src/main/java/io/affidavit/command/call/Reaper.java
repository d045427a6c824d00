package io.affidavit.command.call;

import io.affidavit.command.evidence.NodeTable;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallQuery.FindOpenCalls;
import io.affidavit.schemas.call.OpenCalls;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.NodeId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.axonframework.queryhandling.QueryGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends calls whose node has died. It judges nobody before the read tables show everything that was
/// on record when it started, and not within a lease after a database outage. Deciding twice
/// changes nothing, so several nodes may reap.
public final class Reaper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reaper.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final EventStore store;
    private final QueryGateway queries;
    private final CommandGateway commands;
    private final NodeTable nodes;
    private final NodeId self;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// @param means how it reaches the log and the other rooms
    /// @param nodes leases of other nodes
    /// @param self this node, whose calls are its own business
    /// @param clock wall clock
    public Reaper(Means means, NodeTable nodes, NodeId self, Clock clock) {
        this.store = means.store();
        this.queries = means.queries();
        this.commands = means.commands();
        this.nodes = nodes;
        this.self = self;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("reaper").daemon(true).unstarted(this::run);
    }

    /// How it reaches the log and the other rooms.
    public record Means(EventStore store, QueryGateway queries, CommandGateway commands) {}

    /// Starts looking.
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            long start = -2; // not known yet
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                start = round(start);
            }
        } catch (InterruptedException e) {
            log.debug("reaper ends");
        }
    }

    private long round(long start) throws InterruptedException {
        long known = start;
        try {
            known = start == -2 ? headPosition() : start;
            if (nodes.mayJudge()) {
                reap(known);
            }
        } catch (ExecutionException | TimeoutException | SQLException | RuntimeException e) {
            if (isTooEarly(e)) {
                log.debug("open calls not judged yet: {}", e.getMessage());
            } else {
                log.warn("open calls not judged this time: {}", e.getMessage());
            }
        }
        return known;
    }

    /// While the process starts, the room that answers may not be there yet.
    private static boolean isTooEarly(Exception failure) {
        return failure instanceof NoHandlerForQueryException
                || failure.getCause() instanceof NoHandlerForQueryException;
    }

    private void reap(long start)
            throws InterruptedException, ExecutionException, TimeoutException, SQLException {
        OpenCalls open =
                queries.query(new FindOpenCalls(self, PAGE), OpenCalls.class)
                        .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        if (open.position() < start) {
            return;
        }
        for (OpenCalls.OpenCall call : open.calls()) {
            Optional<Instant> ended = nodes.leaseEnd(call.node());
            if (ended.isPresent()) {
                abandon(call, ended.get());
            }
        }
    }

    private void abandon(OpenCalls.OpenCall call, Instant leaseEnd) {
        AbandonCall command =
                new AbandonCall(call.callId(), clock.instant(), call.node(), leaseEnd);
        commands.sendAndWait(
                GenericCommandMessage.asCommandMessage(command)
                        .withMetaData(Actor.SYSTEM.metaData()));
        log.atInfo()
                .addKeyValue("callId", call.callId())
                .addKeyValue("node", call.node())
                .log("call abandoned");
    }

    private long headPosition() {
        TrackingToken head = store.createHeadToken();
        return head == null ? -1 : head.position().orElse(-1);
    }
}
