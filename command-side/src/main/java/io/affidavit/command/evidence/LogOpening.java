package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Opens the log when nobody has: head and first record in one transaction, once for all nodes.
final class LogOpening {

    private final DataSource source;
    private final KeyDirectory keys;
    private final String logName;
    private final String nodeId;
    private final Clock clock;

    LogOpening(
            DataSource evidenceDataSource,
            KeyDirectory keys,
            String logName,
            String nodeId,
            Clock clock) {
        this.source = evidenceDataSource;
        this.keys = keys;
        this.logName = logName;
        this.nodeId = nodeId;
        this.clock = clock;
    }

    /// The open log.
    ///
    /// @param heads its head
    /// @param origin its name
    /// @param openedHere whether this process wrote its first record
    record OpenLog(HeadTable heads, LogOrigin origin, boolean openedHere) {}

    /// Opens the log or finds it open.
    ///
    /// @throws WrongKeys if it was opened with others
    OpenLog open() throws SQLException {
        try (Connection connection = source.getConnection()) {
            HeadTable heads = HeadTable.current(connection);
            LogOrigin open = heads.origin(connection);
            if (open != null) {
                return found(connection, heads, open);
            }
            connection.setAutoCommit(false);
            try {
                boolean won = insert(connection, heads);
                connection.commit();
                LogOrigin opened = present(heads.origin(connection));
                return won ? new OpenLog(heads, opened, true) : found(connection, heads, opened);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private boolean insert(Connection connection, HeadTable heads) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        LogOrigin origin = OpeningRecord.newOrigin(logName, now);
        String eventId = UuidV7Identifiers.next().toString();
        return new OpeningRecord(origin, eventId, Actor.SYSTEM, nodeId, now)
                .insert(connection, heads.log(), OpeningRecord.opened(origin, keys), List.of());
    }

    /// A log that goes on under other keys would become unverifiable without anybody noticing.
    private OpenLog found(Connection connection, HeadTable heads, LogOrigin origin)
            throws SQLException {
        RecordTable records = new RecordTable(source, heads, LogCourse.read(connection));
        StreamName story = new StreamName(LogKeyStory.TYPE, origin.value());
        LogKeys known = LogKeyStory.of(origin, records.story(story, 0)).keys();
        for (LogKeyUse use : LogKeyUse.values()) {
            if (known.present(use).stream().allMatch(key -> keys.publicKey(use, key).isEmpty())) {
                throw new WrongKeys(
                        "the keys in "
                                + keys.directory()
                                + " are not those of log "
                                + origin.value()
                                + " (expected: a copy of the keys that sign it)");
            }
        }
        return new OpenLog(heads, origin, false);
    }

    private static LogOrigin present(@Nullable LogOrigin origin) {
        if (origin == null) {
            throw new IllegalStateException("the log was opened and is not there");
        }
        return origin;
    }
}
