package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordAggregate;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordPayload;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.StreamName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Opens the log when nobody has: head and first record in one transaction, once for all nodes.
final class LogOpening {

    private static final String HEAD =
            "insert into evidence.head (log, origin, size, prev, at, frontier)"
                    + " values (?, ?, 1, ?, ?, ?) on conflict (log) do nothing";
    private static final String RECORD =
            "insert into evidence.record (log, pos, rec, leaf, type, agg, agg_seq, org)"
                    + " values (?, 0, ?, ?, ?, ?, 0, null)";

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
    /// @param origin its name
    /// @param openedHere whether this process wrote its first record
    record OpenLog(LogOrigin origin, boolean openedHere) {}

    /// Opens the log or finds it open.
    ///
    /// @throws WrongKeys if it was opened with others
    OpenLog open() throws SQLException {
        try (Connection connection = source.getConnection()) {
            LogOrigin open = HeadTable.origin(connection);
            if (open != null) {
                return found(open);
            }
            connection.setAutoCommit(false);
            try {
                boolean won = insert(connection);
                connection.commit();
                LogOrigin opened = present(HeadTable.origin(connection));
                return won ? new OpenLog(opened, true) : found(opened);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /// False if another node opened it first; the insert waits for that node's commit.
    private boolean insert(Connection connection) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String random = HexFormat.of().formatHex(Randomness.SYSTEM.bytes(8));
        LogOrigin origin = LogOrigin.of(logName, random, now.atZone(ZoneOffset.UTC).getYear());
        byte[] record = firstRecord(origin, now);
        byte[] leaf = Leaf.leaf(record);
        Frontier frontier = new Frontier();
        frontier.append(leaf);
        try (PreparedStatement head = connection.prepareStatement(HEAD);
                PreparedStatement first = connection.prepareStatement(RECORD)) {
            head.setShort(1, HeadTable.LOG);
            head.setString(2, origin.value());
            head.setBytes(3, leaf);
            head.setString(4, RecordTime.format(now));
            head.setBytes(5, frontier.toBytes());
            if (head.executeUpdate() == 0) {
                return false;
            }
            first.setShort(1, HeadTable.LOG);
            first.setBytes(2, record);
            first.setBytes(3, leaf);
            first.setString(4, EventNames.of(LogOpened.class).type());
            first.setObject(5, AggregateKey.of("log", origin.value()));
            first.executeUpdate();
            return true;
        }
    }

    /// A log that goes on under other keys would become unverifiable without anybody noticing.
    private OpenLog found(LogOrigin origin) {
        StreamName story = new StreamName(LogKeyStory.TYPE, origin.value());
        LogKeys known = LogKeyStory.of(origin, new RecordTable(source).story(story, 0)).keys();
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
        return new OpenLog(origin, false);
    }

    private LogOpened opened(LogOrigin origin) {
        return new LogOpened(
                origin.value(),
                VerifierKey.ed25519(origin.value(), keys.logEd25519()).toString(),
                VerifierKey.mlDsa44(origin.value(), keys.logMlDsa44()).toString(),
                VerifierKey.ed25519(origin.value(), keys.receiptEd25519()).toString(),
                null);
    }

    private byte[] firstRecord(LogOrigin origin, Instant now) {
        EventNames.EventName name = EventNames.of(LogOpened.class);
        RecordPayload payload =
                new RecordPayload(
                        UuidV7Identifiers.next().toString(),
                        name.type(),
                        Integer.parseInt(name.revision()),
                        EventSerializer.data(opened(origin)),
                        List.of());
        RecordActor by =
                new RecordActor(Actor.SYSTEM.kind(), Actor.SYSTEM.id(), Actor.SYSTEM.via());
        return RecordTemplate.of(
                        new RecordDraft(
                                origin,
                                nodeId,
                                new RecordAggregate("log", origin.value(), 0),
                                by,
                                RecordLinks.NONE,
                                payload))
                .splice(new RecordPlace(now, new byte[Leaf.BYTES], 0, 0, 0, Leaf.genesis(origin)));
    }

    private static LogOrigin present(@Nullable LogOrigin origin) {
        if (origin == null) {
            throw new IllegalStateException("the log was opened and is not there");
        }
        return origin;
    }
}
