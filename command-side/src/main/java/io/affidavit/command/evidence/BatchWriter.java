package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes batches, one after the other, for the writer's thread, and decides what a failure means:
/// for a conflict or a poisoned append only itself, for a lost answer the question whether the
/// batch is in the log.
final class BatchWriter {

    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);
    private static final int MAX_DUPLICATES = 2;
    private static final Duration IDLE = Duration.ofMillis(250);

    private final WriterConnection connections;
    private final BatchAttempt.Means means;
    private final CommittedRing ring;
    private final Runnable committed;

    private @Nullable Head head;
    private @Nullable BatchAttempt doubtful; // its answer was lost
    private long nodeSequence;
    private volatile AppendMeter meter = AppendMeter.NONE;

    /// @param committed run after each commit
    /// @param nodeSequence how many records this process has written already
    BatchWriter(
            WriterConnection connections,
            BatchAttempt.Means means,
            CommittedRing ring,
            Runnable committed,
            long nodeSequence) {
        this.connections = connections;
        this.means = means;
        this.ring = ring;
        this.committed = committed;
        this.nodeSequence = nodeSequence;
    }

    /// Has committed records counted from now on.
    void measure(AppendMeter by) {
        meter = by;
    }

    /// Writes what the writer has taken; every append of the list has an outcome afterwards, unless
    /// its caller has given up.
    void write(List<Append> taken) {
        List<Append> left = new ArrayList<>(taken);
        int duplicates = 0;
        while (!left.isEmpty()) {
            BatchAttempt attempt = null;
            try {
                Connection connection = connections.get();
                resolveDoubt(connection);
                left.removeIf(append -> !append.isWanted());
                if (left.isEmpty()) {
                    return;
                }
                attempt = new BatchAttempt(means, left, nodeSequence);
                attempt.run(connection, head);
                settle(attempt, true);
                return;
            } catch (SQLException e) {
                head = null;
                switch (SqlFailure.of(e)) {
                    case LOST -> lost(attempt, left, e);
                    case DUPLICATE -> {
                        // The next attempt reads every sequence and fails what collides.
                        rollBack();
                        if (++duplicates > MAX_DUPLICATES) {
                            fail(left, "the log refuses its own positions", e);
                            return;
                        }
                    }
                    case POISON -> {
                        rollBack();
                        bisect(left, e);
                        return;
                    }
                    case LOCKED -> {
                        rollBack();
                        means.turn().givenUp();
                    }
                    case TRANSIENT -> {
                        rollBack();
                        connections.pause();
                    }
                    case REFUSED -> {
                        rollBack();
                        fail(left, "the database refuses to write", e);
                        return;
                    }
                }
            }
        }
    }

    /// How long to wait for the next batch before [#rest()].
    Duration patience() {
        return means.turn().isHeld() ? HeadTurn.LULL : IDLE;
    }

    /// Nothing has to be written: lets others have their turn, and finds out what became of a batch
    /// without an answer, as somebody has to end a call whose admission became durable unheard.
    void rest() {
        if (doubtful == null && !means.turn().isHeld()) {
            return;
        }
        try {
            Connection connection = connections.get();
            resolveDoubt(connection);
            means.turn().end(connection);
        } catch (SQLException e) {
            log.debug("no rest: {}", e.getMessage());
            reset();
        }
    }

    /// Forgets the head after something that nobody foresaw.
    void reset() {
        head = null;
        discard();
    }

    private void discard() {
        means.turn().lost();
        connections.discard();
    }

    private void lost(@Nullable BatchAttempt attempt, List<Append> left, SQLException cause) {
        log.warn("append without an answer, trying again: {}", cause.getMessage());
        if (attempt != null && attempt.placed() != null) {
            doubtful = attempt;
        }
        discard();
        connections.pause();
        left.removeIf(append -> !append.isWanted());
    }

    /// Finds out whether the batch whose answer was lost is in the log. The lock waits for a
    /// backend that is still committing; one that has not yet begun to execute it would not be
    /// waited for, so a batch that is not there is fenced off before anybody is told so.
    private void resolveDoubt(Connection connection) throws SQLException {
        BatchAttempt attempt = doubtful;
        Placement placed = attempt == null ? null : attempt.placed();
        if (attempt == null || placed == null) {
            return;
        }
        connection.setAutoCommit(false);
        means.heads().read(connection, true);
        Placement.Placed first = placed.records().getFirst();
        byte[] leaf = means.heads().leafAt(connection, first.position());
        boolean there = leaf != null && Arrays.equals(leaf, first.leaf());
        if (!there) {
            means.heads().moveFence(connection);
        }
        connection.commit();
        connection.setAutoCommit(true);
        head = null;
        doubtful = null;
        log.atWarn()
                .addKeyValue("position", first.position())
                .addKeyValue("committed", there)
                .log("lost answer resolved");
        if (there) {
            settle(attempt, false);
        }
    }

    private void settle(BatchAttempt attempt, boolean headIsMine) {
        Placement placed = attempt.placed();
        head = headIsMine ? attempt.head() : null;
        attempt.settle(headIsMine);
        if (head != null) {
            means.watermark().reached(head.size);
        }
        if (placed != null) {
            nodeSequence += placed.count();
            ring.publish(placed);
            committed.run();
            placed.records().forEach(record -> meter.committed(record.event().live()));
        }
        attempt.acknowledge();
    }

    /// Splits a batch that the database refuses for its data until only the culprit fails.
    private void bisect(List<Append> appends, SQLException cause) {
        if (appends.size() == 1) {
            fail(appends, "the database refuses the data", cause);
            return;
        }
        int half = appends.size() / 2;
        write(List.copyOf(appends.subList(0, half)));
        write(List.copyOf(appends.subList(half, appends.size())));
    }

    private static void fail(List<Append> appends, String reason, SQLException cause) {
        log.warn("append failed: {}: {}", reason, cause.getMessage());
        for (Append append : appends) {
            append.fail(EvidenceFailures.unavailable(reason, cause));
        }
    }

    private void rollBack() {
        try {
            Connection connection = connections.get();
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            means.turn().clear(connection);
        } catch (SQLException e) {
            discard();
        }
    }
}
