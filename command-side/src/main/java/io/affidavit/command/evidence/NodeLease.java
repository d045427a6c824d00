package io.affidavit.command.evidence;

import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.value.NodeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This process' lease, renewed by the database's clock and trusted by the process' monotonic one,
/// counted from before the renewal was sent: this process stops believing in its lease before
/// anybody else does.
public final class NodeLease implements LeaseGuard, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeLease.class);
    private static final Duration RENEWAL = Duration.ofSeconds(1);
    private static final String RENEW =
            "insert into evidence.node (id, started_at, lease_until)"
                    + " values (?, clock_timestamp(), clock_timestamp() + ? * interval '1 ms')"
                    + " on conflict (id) do update set lease_until = excluded.lease_until";

    private final DataSource source;
    private final NodeId node;
    private final Duration lease;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile long validUntil;
    private volatile long steadySince;

    /// @param evidenceDataSource connections as the writer's role
    /// @param node this process
    /// @param lease how long a silent process counts as alive
    public NodeLease(DataSource evidenceDataSource, NodeId node, Duration lease) {
        this.source = evidenceDataSource;
        this.node = node;
        this.lease = lease;
        this.validUntil = System.nanoTime();
        this.steadySince = System.nanoTime();
        this.thread = Thread.ofPlatform().name("node-lease").daemon(true).unstarted(this::run);
    }

    /// Takes the lease and keeps it.
    public void start() {
        renew();
        thread.start();
    }

    @Override
    public NodeId node() {
        return node;
    }

    @Override
    public boolean mayForward() {
        return System.nanoTime() - validUntil < 0;
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
            thread.join(RENEWAL);
            renew(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            log.warn("lease not given back, it will end by itself: {}", e.getMessage());
        }
    }

    private void run() {
        try {
            while (!closing.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException e) {
            log.warn("lease renewal interrupted");
        }
    }

    private void renew() {
        long asked = System.nanoTime();
        if (asked - validUntil >= 0) {
            steadySince = asked; // a gap: whatever was seen before it proves nothing
        }
        try {
            renew(lease);
            validUntil = asked + lease.toNanos();
        } catch (SQLException e) {
            steadySince = System.nanoTime();
            log.atWarn().addKeyValue("node", node).log("lease not renewed: {}", e.getMessage());
        }
    }

    private void renew(Duration length) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement renew = connection.prepareStatement(RENEW)) {
            renew.setString(1, node.value());
            renew.setLong(2, length.toMillis());
            renew.executeUpdate();
        }
    }
}
