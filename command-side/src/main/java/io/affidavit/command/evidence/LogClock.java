package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time that records bear: this machine's clock, never before the head.
///
/// A clock far ahead would stop every other node, since none may write before the head. So a clock
/// that leaves the course of the monotonic one, or begins, is compared with the database's, and is
/// not believed where it is ahead of that. For the writer's thread.
final class LogClock {

    /// How far a clock may be off.
    static final Duration MAX_SKEW = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(LogClock.class);
    private static final String NOW = "select clock_timestamp()";

    private final Clock clock;
    private @Nullable Instant anchor; // the database's time at `anchorNanos`
    private long anchorNanos;
    private volatile @Nullable String trouble;

    LogClock(Clock clock) {
        this.clock = clock;
    }

    /// What is wrong with the clock, for operators; empty when all is well.
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /// The time of a batch behind a head of that time; null if the clock is too far behind the head
    /// to be believed.
    @Nullable Instant after(Connection connection, Instant head) throws SQLException {
        Instant believed = believed(connection);
        if (believed.isBefore(head.minus(MAX_SKEW))) {
            tell("the clock is behind the log by " + Duration.between(believed, head));
            return null;
        }
        return believed.isBefore(head) ? head : believed;
    }

    private Instant believed(Connection connection) throws SQLException {
        Instant own = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (isOnCourse(own)) {
            if (trouble != null) {
                trouble = null;
                log.info("the clock is right again");
            }
            return own;
        }
        Instant database = ask(connection);
        if (own.isAfter(database.plus(MAX_SKEW))) {
            tell("the clock is ahead of the database's by " + Duration.between(database, own));
            return database;
        }
        return own;
    }

    private boolean isOnCourse(Instant own) {
        Instant from = anchor;
        if (from == null) {
            return false;
        }
        Duration off = Duration.between(from.plusNanos(System.nanoTime() - anchorNanos), own);
        return off.abs().compareTo(MAX_SKEW) <= 0;
    }

    private Instant ask(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NOW);
                ResultSet row = select.executeQuery()) {
            row.next();
            Instant database =
                    row.getObject(1, OffsetDateTime.class)
                            .toInstant()
                            .truncatedTo(ChronoUnit.MICROS);
            anchor = database;
            anchorNanos = System.nanoTime();
            return database;
        }
    }

    /// Once, not for every batch.
    private void tell(String what) {
        if (trouble == null) {
            log.warn("{}", what);
        }
        trouble = what;
    }
}
