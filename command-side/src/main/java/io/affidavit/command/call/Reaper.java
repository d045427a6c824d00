package io.affidavit.command.call;

import io.affidavit.command.evidence.Neighbours;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
/// on record when the death was noticed, and not within a lease after a database outage. Deciding
/// twice changes nothing, so several nodes may reap.
///
/// A node that died is looked for until nothing of it is open; while nobody has died, a look now
/// and then finds what was admitted by nodes that nobody remembers.
public final class Reaper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reaper.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    private static final int PAGE = 500;
    private static final long UNKNOWN = -2;

    private final Means means;
    private final NodeTable nodes;
    private final NodeId self;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Set<NodeId> settled = new HashSet<>();
    private Set<NodeId> noticed = Set.of();
    private long known = UNKNOWN; // the end of the log when `noticed` were noticed
    private long lookedAt = System.nanoTime() - LONGEST_REST.toNanos();

    /// @param means how it reaches the log and the other rooms
    /// @param nodes leases of other nodes
    /// @param self this node, whose calls are its own business
    /// @param clock wall clock
    public Reaper(Means means, NodeTable nodes, NodeId self, Clock clock) {
        this.means = means;
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
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            log.debug("reaper ends");
        }
    }

    private void round() throws InterruptedException {
        Neighbours neighbours = nodes.neighbours();
        Set<NodeId> unsettled = new HashSet<>(neighbours.dead());
        unsettled.removeAll(settled);
        boolean rested = System.nanoTime() - lookedAt >= LONGEST_REST.toNanos();
        if ((unsettled.isEmpty() && !rested) || !nodes.mayJudge()) {
            return;
        }
        try {
            if (known == UNKNOWN || !noticed.equals(unsettled)) {
                known = headPosition();
                noticed = unsettled;
            }
            if (reap(neighbours)) {
                settled.retainAll(neighbours.dead());
                settled.addAll(noticed);
                noticed = Set.of();
                known = UNKNOWN;
                lookedAt = System.nanoTime();
                nodes.forgetOld();
            }
        } catch (ExecutionException | TimeoutException | SQLException | RuntimeException e) {
            if (isTooEarly(e)) {
                log.debug("open calls not judged yet: {}", e.getMessage());
            } else {
                log.warn("open calls not judged this time: {}", e.getMessage());
            }
        }
    }

    /// While the process starts, the room that answers may not be there yet.
    private static boolean isTooEarly(Exception failure) {
        return failure instanceof NoHandlerForQueryException
                || failure.getCause() instanceof NoHandlerForQueryException;
    }

    /// Ends what is open.
    ///
    /// @return whether nothing is left to be ended
    private boolean reap(Neighbours neighbours)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NodeId> living = new ArrayList<>(neighbours.living());
        living.add(self);
        OpenCalls open =
                means.queries()
                        .query(new FindOpenCalls(living, PAGE), OpenCalls.class)
                        .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        if (open.position() < known) {
            return false;
        }
        for (OpenCalls.OpenCall call : open.calls()) {
            try {
                judge(call);
            } catch (SQLException | RuntimeException e) { // the others must not wait for it
                log.atWarn()
                        .addKeyValue("callId", call.callId())
                        .log("open call not judged this time: {}", e.getMessage());
            }
        }
        return open.calls().isEmpty();
    }

    /// Asks both questions anew for each call: a round can take long.
    private void judge(OpenCalls.OpenCall call) throws SQLException {
        Optional<Instant> ended = nodes.leaseEnd(call.node());
        if (ended.isPresent() && nodes.mayJudge()) {
            abandon(call, ended.get());
        }
    }

    private void abandon(OpenCalls.OpenCall call, Instant leaseEnd) {
        AbandonCall command =
                new AbandonCall(call.callId(), clock.instant(), call.node(), leaseEnd);
        means.commands()
                .sendAndWait(
                        GenericCommandMessage.asCommandMessage(command)
                                .withMetaData(Actor.SYSTEM.metaData()));
        log.atInfo()
                .addKeyValue("callId", call.callId())
                .addKeyValue("node", call.node())
                .log("call abandoned");
    }

    private long headPosition() {
        TrackingToken head = means.store().createHeadToken();
        return head == null ? -1 : head.position().orElse(-1);
    }
}
