package io.affidavit.projections.seal;

import io.affidavit.projections.seal.SealKeys.MissingKeyException;
import io.affidavit.projections.seal.SealSession.Sealed;
import io.affidavit.schemas.evidence.LedgerTamperDetected;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
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
/// moved, and a last one at its end. While much is appended it reads once more in between, so that
/// signing does not wait for all of the reading.
///
/// Of several nodes one signs, the one that holds a lock of the database; the others recompute what
/// it signed and keep it in their own anchors. When its connection ends, another one signs.
public final class Sealer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sealer.class);

    /// A contradiction is looked at again after so long: it may have been repaired.
    private static final Duration REST_WHEN_BROKEN = Duration.ofSeconds(10);

    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final Parts parts;
    private final Pace pace;
    private final SealConnection line;
    private final SealState state;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Patrol patrol = new Patrol();
    private final EndedLogs ended;
    private final Silence silence;
    private @Nullable MissingKeyException lacking;
    private boolean busy;
    private boolean reported;
    private boolean informed;
    private long walkedAt = System.nanoTime();

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
        this(parts, pace, SealSteps.NONE);
    }

    /// @param steps told of each step
    Sealer(Parts parts, Pace pace, SealSteps steps) {
        this.parts = parts;
        this.pace = pace;
        this.line = new SealConnection(parts.source(), parts.keys(), parts.anchor(), steps);
        this.state = parts.state();
        this.ended = new EndedLogs(state::ended);
        this.silence = new Silence(parts.reports(), pace.quiet());
        this.thread = Thread.ofPlatform().name("sealer").daemon(true).unstarted(this::run);
    }

    /// Checks once, before anything is appended, that the log is not older than its anchor.
    ///
    /// @throws BrokenLogException if it is, or is another log
    public static void check(DataSource sealDataSource, SealKeys keys, Path anchor)
            throws SQLException, IOException, BrokenLogException {
        try (Connection connection = sealDataSource.getConnection()) {
            short current = SealConnection.current(connection, anchor);
            AnchorDirectory kept = new AnchorDirectory(anchor, current);
            SealPlace.of(connection, current, kept, keys, SealSteps.NONE).begin();
            LossSearch.undeclared(connection, keys, anchor)
                    .forEach(loss -> log.warn("more is lost than was said: {}", loss));
        }
    }

    /// Begins to seal.
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            long rest = 0;
            boolean good = true;
            while (!closing.await(rest, TimeUnit.NANOSECONDS)) {
                long begin = System.nanoTime();
                good = step();
                long pause = (good ? pace.interval() : REST_WHEN_BROKEN).toNanos();
                rest = rest(begin, pause);
                if (busy && good) {
                    if (closing.await(rest / 2, TimeUnit.NANOSECONDS)) {
                        break;
                    }
                    readAhead();
                    rest = rest(begin, pause);
                }
            }
            if (good) {
                step(); // or the last records would stay unsealed for as long as nothing runs
            }
        } catch (InterruptedException e) {
            log.warn("sealer interrupted");
        } finally {
            drop();
        }
    }

    private static long rest(long begin, long pause) {
        return Math.max(0, pause - (System.nanoTime() - begin));
    }

    /// A look at an open log.
    @FunctionalInterface
    private interface Look {

        void at(SealSession open)
                throws SQLException, IOException, BrokenLogException, MissingKeyException;
    }

    /// One look at the log.
    ///
    /// @return false if the log contradicts its seals
    boolean step() {
        busy = false;
        return look(this::seal);
    }

    /// Reads what is there already of what the next step will sign.
    void readAhead() {
        if (line.isLeading()) {
            look(SealSession::readAhead);
        }
    }

    private boolean look(Look look) {
        try {
            SealSession open = line.open();
            if (open != null) {
                look.at(open);
            }
            return true;
        } catch (BrokenLogException e) {
            drop();
            report(e.finding());
            return false;
        } catch (MissingKeyException e) {
            drop(); // with the right to sign: another node may have the key
            lacking = e;
            state.hindered(String.valueOf(e.getMessage()));
            return true;
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

    private void seal(SealSession open)
            throws SQLException, IOException, BrokenLogException, MissingKeyException {
        long before = open.size();
        revisit(open);
        if (!line.isLeading()) {
            open.follow();
            if (hasKeys()) {
                line.lead();
            }
        }
        boolean leading = line.isLeading();
        Sealed sealed = leading ? open.seal(parts.clock().instant()) : null;
        if (sealed != null) {
            state.sealed(Duration.between(sealed.oldest(), parts.clock().instant()));
            busy = sealed.records() >= RecordRows.PAGE;
        }
        walk(open);
        boolean complete = leading || open.isComplete();
        MissingKeyException missing = lacking;
        if (!complete && missing != null) {
            state.hindered(String.valueOf(missing.getMessage()));
        } else {
            state.sound(line.kept(), leading, complete);
        }
        reported = false;
        if (open.size() > before) {
            silence.ends();
        } else if (leading) {
            silence.lasts();
        }
    }

    /// After a start, what was ever found; later, what was found last.
    private void revisit(SealSession open) throws SQLException, IOException, BrokenLogException {
        SealPlace here = line.place();
        if (here != null) {
            if (!informed) {
                for (LedgerTamperDetected report : here.reports()) {
                    Finding.Kind kind = Finding.Kind.ofWord(report.finding());
                    suspect(kind, report.log(), report.position());
                }
                informed = true;
            }
            if (patrol.suspects()) {
                patrol.revisit(open.sealed());
            }
            ended.revisit(here.records());
        }
    }

    private void walk(SealSession open) throws SQLException, IOException, BrokenLogException {
        SealPlace here = line.place();
        if (here != null) {
            long now = System.nanoTime();
            Duration elapsed = Duration.ofNanos(now - walkedAt);
            walkedAt = now;
            patrol.walk(open.sealed(), elapsed);
            ended.walk(here.records(), elapsed);
            state.walked(patrol.walked() + ended.walked());
        }
    }

    /// A log that was set back is not written to any more.
    private void report(Finding finding) {
        suspect(finding.kind(), finding.ended(), finding.position());
        reported = !state.broken(finding) && reported;
        boolean writable =
                finding.ended() != null
                        || (finding.kind() != Finding.Kind.ROLLBACK
                                && finding.kind() != Finding.Kind.SPLIT_VIEW);
        if (writable && !reported) {
            reported = parts.reports().tampering(line.log(), finding);
        }
    }

    private void suspect(Finding.Kind kind, @Nullable Integer log, long position) {
        if (log == null) {
            patrol.suspect(kind, position);
        } else {
            ended.suspect(log, kind, position);
        }
    }

    /// Whoever lacked a key leaves signing to others until it is there.
    private boolean hasKeys() {
        MissingKeyException missing = lacking;
        if (missing != null && parts.keys().has(missing.key())) {
            lacking = null;
        }
        return lacking == null;
    }

    /// Gives the connection up, and with it the right to sign.
    void drop() {
        line.drop();
    }

    /// Seals what is there and ends.
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
