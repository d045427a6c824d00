package io.affidavit.command.evidence;

import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.value.NodeId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This process' lease, renewed by the database's clock and trusted by the process' monotonic one,
/// counted from before the renewal was sent: this process stops believing in its lease before
/// anybody else does.
///
/// A lease that lapsed and was taken again is another one, of the next epoch: in between somebody
/// may have ended the calls of the one before.
public final class NodeLease implements LeaseGuard, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeLease.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);
    private static final int RENEWALS = 5;
    private static final int NODE_ID_LENGTH = 16;
    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final DataSource source;
    private final NodeId node;
    private final Duration lease;
    private final Duration pause;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Consumer<Neighbours>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile Term term;
    private volatile long steadySince;
    private volatile Neighbours neighbours = Neighbours.NONE;

    /// One lease without a break.
    private record Term(long epoch, long validUntil) {

        boolean lasts() {
            return System.nanoTime() - validUntil < 0;
        }
    }

    /// @param evidenceDataSource connections as the writer's role
    /// @param node this process
    /// @param lease how long a silent process counts as alive
    public NodeLease(DataSource evidenceDataSource, NodeId node, Duration lease) {
        this.source = evidenceDataSource;
        this.node = node;
        this.lease = lease;
        Duration share = lease.dividedBy(RENEWALS);
        this.pause = share.compareTo(LONGEST_PAUSE) < 0 ? share : LONGEST_PAUSE;
        this.term = new Term(0, System.nanoTime());
        this.steadySince = System.nanoTime();
        this.thread = Thread.ofPlatform().name("node-lease").daemon(true).unstarted(this::run);
    }

    /// An id that no other process has.
    public static NodeId newNode() {
        StringBuilder id = new StringBuilder(NODE_ID_LENGTH);
        while (id.length() < NODE_ID_LENGTH) {
            int drawn = Randomness.SYSTEM.bytes(1)[0] & 0x3f;
            if (drawn < BASE62.length()) { // drawing again keeps all characters equally likely
                id.append(BASE62.charAt(drawn));
            }
        }
        return new NodeId(id.toString());
    }

    /// Takes the lease and keeps it.
    public void start() {
        renew();
        thread.start();
    }

    /// Has somebody told of the other nodes after each renewal, on the renewing thread.
    public void onRenewal(Consumer<Neighbours> listener) {
        listeners.add(listener);
        listener.accept(neighbours);
    }

    @Override
    public NodeId node() {
        return node;
    }

    @Override
    public boolean mayForward() {
        return term.lasts();
    }

    @Override
    public LeaseGuard term() {
        return new Since(this, term.epoch());
    }

    private boolean mayForward(long since) {
        Term now = term;
        return now.epoch() == since && now.lasts();
    }

    /// The lease of one epoch.
    private record Since(NodeLease lease, long epoch) implements LeaseGuard {

        @Override
        public NodeId node() {
            return lease.node();
        }

        @Override
        public boolean mayForward() {
            return lease.mayForward(epoch);
        }

        @Override
        public LeaseGuard term() {
            return this;
        }
    }

    /// The other nodes as the last renewal saw them.
    Neighbours neighbours() {
        return neighbours;
    }

    /// Whether the database has answered without a break for one whole lease. Before that nobody
    /// can be judged dead: an outage keeps the living from renewing as well.
    boolean mayJudge() {
        return mayForward() && System.nanoTime() - steadySince >= lease.toNanos();
    }

    /// Stops renewing and gives the lease back.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LONGEST_PAUSE);
            try (Connection connection = source.getConnection()) {
                LeaseRow.renew(connection, node, Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            log.warn("lease not given back, it will end by itself: {}", e.getMessage());
        }
    }

    private void run() {
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException e) {
            log.warn("lease renewal interrupted");
        }
    }

    private void renew() {
        long asked = System.nanoTime();
        Term before = term;
        if (!before.lasts()) {
            steadySince = asked; // a gap: whatever was seen before it proves nothing
        }
        try (Connection connection = source.getConnection()) {
            LeaseRow.Renewed renewed = LeaseRow.renew(connection, node, lease);
            boolean lapsed = !before.lasts() || renewed.lapsed();
            if (lapsed && before.epoch() > 0) {
                steadySince = asked;
                log.atWarn().addKeyValue("node", node).log("the lease had lapsed");
            }
            term = new Term(before.epoch() + (lapsed ? 1 : 0), asked + lease.toNanos());
            neighbours = renewed.neighbours();
            listeners.forEach(listener -> listener.accept(renewed.neighbours()));
        } catch (SQLException e) {
            steadySince = System.nanoTime();
            log.atWarn().addKeyValue("node", node).log("lease not renewed: {}", e.getMessage());
        }
    }
}
