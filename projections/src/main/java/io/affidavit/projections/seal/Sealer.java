package io.affidavit.projections.seal;

import io.affidavit.projections.seal.SealSession.Sealed;
import io.affidavit.schemas.evidence.LedgerTamperDetected;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals the log on a thread of its own: at each interval one look at the head, and work only if it
/// moved.
///
/// Of several nodes one signs, the one that holds a lock of the database; the others recompute what
/// it signed and keep it in their own anchors. When its connection ends, another one signs.
public final class Sealer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sealer.class);

    /// First key of the advisory lock, "seal" in ASCII; the second is the log's ordinal.
    private static final int LOCK = 0x7365616c;

    /// A contradiction is looked at again after so long: it may have been repaired.
    private static final Duration REST_WHEN_BROKEN = Duration.ofSeconds(10);

    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final Parts parts;
    private final Pace pace;
    private final SealState state;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Patrol patrol = new Patrol();

    private @Nullable Connection connection;
    private @Nullable SealPlace place;
    private @Nullable AnchorDirectory anchor;
    private @Nullable SealSession session;
    private boolean leading;
    private boolean reported;
    private boolean informed;
    private long walkedAt = System.nanoTime();
    private long movedAt = System.nanoTime();

    /// Everything it works with that is not its own.
    ///
    /// @param source connections as the sealer
    /// @param keys sign the log
    /// @param anchor directory of the checkpoints of all logs
    /// @param clock wall clock, for time stamps
    /// @param state told how it goes
    /// @param reports puts on record what must be known later
    public record Parts(
            DataSource source,
            SealKeys keys,
            Path anchor,
            InstantSource clock,
            SealState state,
            SealReports reports) {}

    /// How often it works.
    ///
    /// @param interval shortest time between the beginnings of two looks
    /// @param quiet a log that stands still for so long is said to be silent
    public record Pace(Duration interval, Duration quiet) {}

    /// Nothing begins before [#start].
    public Sealer(Parts parts, Pace pace) {
        this.parts = parts;
        this.pace = pace;
        this.state = parts.state();
        this.thread = Thread.ofPlatform().name("sealer").daemon(true).unstarted(this::run);
    }

    /// Checks once, before anything is appended, that the log is not older than its anchor.
    ///
    /// @throws BrokenLogException if it is, or is another log
    public static void check(DataSource sealDataSource, SealKeys keys, Path anchor)
            throws SQLException, IOException, BrokenLogException {
        try (Connection connection = sealDataSource.getConnection()) {
            short current = current(connection, anchor);
            SealPlace.of(connection, current, new AnchorDirectory(anchor, current), keys).begin();
            LossSearch.undeclared(connection, keys, anchor).forEach(Sealer::warn);
        }
    }

    private static void warn(String undeclared) {
        log.warn("more is lost than was said: {}", undeclared);
    }

    /// The log that is appended to, which must be the last one that the anchor has seen.
    private static short current(Connection connection, Path anchor)
            throws SQLException, IOException, BrokenLogException {
        short current = RecordRows.current(connection);
        int seen = AnchorDirectory.logs(anchor).stream().reduce(0, Math::max);
        if (seen > current) {
            throw BrokenLogException.of(
                    Finding.Kind.ROLLBACK,
                    0,
                    "log " + current + " as the last one",
                    "log " + seen + ", which the anchor has seen");
        }
        return current;
    }

    /// Begins to seal.
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            long rest = 0;
            while (!closing.await(rest, TimeUnit.NANOSECONDS)) {
                long begin = System.nanoTime();
                boolean good = step();
                Duration pause = good ? pace.interval() : REST_WHEN_BROKEN;
                rest = Math.max(0, pause.toNanos() - (System.nanoTime() - begin));
            }
        } catch (InterruptedException e) {
            log.warn("sealer interrupted");
        } finally {
            drop();
        }
    }

    /// One look at the log.
    ///
    /// @return false if the log contradicts its seals
    boolean step() {
        try {
            SealSession open = open();
            if (open != null) {
                seal(open);
            }
            return true;
        } catch (BrokenLogException e) {
            drop();
            report(e.finding());
            return false;
        } catch (SQLException | IOException e) {
            drop();
            state.hindered(String.valueOf(e.getMessage()));
            return true;
        } catch (RuntimeException e) { // without this thread nothing is ever sealed again
            drop();
            log.error("the sealer failed", e);
            state.hindered("internal failure");
            return true;
        }
    }

    private void seal(SealSession open) throws SQLException, IOException, BrokenLogException {
        long before = open.size();
        revisit(open);
        if (!leading) {
            open.follow();
            leading = lead();
        }
        Sealed sealed = leading ? open.seal(parts.clock().instant()) : null;
        if (sealed != null) {
            state.sealed(Duration.between(sealed.oldest(), parts.clock().instant()));
        }
        walk(open);
        state.sound(open.size(), leading, leading || open.isComplete());
        reported = false;
        if (open.size() > before) {
            movedAt = System.nanoTime();
        } else if (leading) {
            beat();
        }
    }

    /// After a start, what was ever found; later, what was found last.
    private void revisit(SealSession open) throws SQLException, IOException, BrokenLogException {
        SealPlace here = place;
        if (here != null) {
            if (!informed) {
                for (LedgerTamperDetected report : here.reports()) {
                    patrol.suspect(Finding.Kind.ofWord(report.finding()), report.position());
                }
                informed = true;
            }
            patrol.revisit(open, here);
        }
    }

    private void walk(SealSession open) throws SQLException, IOException, BrokenLogException {
        SealPlace here = place;
        if (here != null) {
            long now = System.nanoTime();
            patrol.walk(open, here, Duration.ofNanos(now - walkedAt));
            walkedAt = now;
            state.walked(patrol.walked());
        }
    }

    private void beat() {
        Duration silence = Duration.ofNanos(System.nanoTime() - movedAt);
        if (silence.compareTo(pace.quiet()) >= 0) {
            parts.reports().quiet(silence);
        }
    }

    /// A log that was set back is not written to any more.
    private void report(Finding finding) {
        patrol.suspect(finding.kind(), finding.position());
        reported = !state.broken(finding) && reported;
        boolean writable =
                finding.kind() != Finding.Kind.ROLLBACK
                        && finding.kind() != Finding.Kind.SPLIT_VIEW;
        if (writable && !reported) {
            AnchorDirectory of = anchor;
            reported = parts.reports().tampering(of == null ? 0 : of.ordinal(), finding);
        }
    }

    private @Nullable SealSession open() throws SQLException, IOException, BrokenLogException {
        SealSession open = session;
        if (open == null) {
            Connection own = connection;
            if (own == null) {
                own = parts.source().getConnection();
                connection = own;
            }
            short current = current(own, parts.anchor());
            AnchorDirectory kept = anchor;
            if (kept == null || kept.ordinal() != current) {
                kept = new AnchorDirectory(parts.anchor(), current);
                anchor = kept;
            }
            SealPlace here = SealPlace.of(own, current, kept, parts.keys());
            open = here.begin();
            place = here;
            session = open;
        }
        return open;
    }

    /// The lock is the connection's: whoever lost the one has lost the other.
    private boolean lead() throws SQLException {
        Connection own = connection;
        SealPlace here = place;
        if (own == null || here == null) {
            return false;
        }
        try (PreparedStatement lock = own.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
            lock.setInt(1, LOCK);
            lock.setInt(2, here.records().log());
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /// Gives the connection up, and with it the right to sign.
    void drop() {
        Connection own = connection;
        session = null;
        connection = null;
        leading = false;
        if (own != null) {
            try {
                own.close();
            } catch (SQLException e) {
                log.debug("connection not closed: {}", e.getMessage());
            }
        }
    }

    /// Finishes the step at hand and ends.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
