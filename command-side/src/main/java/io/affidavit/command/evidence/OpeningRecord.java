package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
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
import io.affidavit.schemas.evidence.SealedPart;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;

/// The first record of a log and the head above it, written together.
///
/// @param origin name of the log
/// @param eventId id of the event
/// @param by who opens it
/// @param nodeId this process, as records name it
/// @param at when, UTC, microseconds
record OpeningRecord(LogOrigin origin, String eventId, Actor by, String nodeId, Instant at) {

    private static final String HEAD =
            "insert into evidence.head (log, origin, size, prev, at, frontier)"
                    + " values (?, ?, 1, ?, ?, ?) on conflict (log) do nothing";
    private static final String RECORD =
            "insert into evidence.record (log, pos, rec, leaf, type, agg, agg_seq, org)"
                    + " values (?, 0, ?, ?, ?, ?, 0, null)";
    private static final String PART =
            "insert into evidence.part (log, pos, name, blob) values (?, 0, ?, ?)";

    /// A name that no other log has.
    static LogOrigin newOrigin(String name, Instant at) {
        String random = HexFormat.of().formatHex(Randomness.SYSTEM.bytes(8));
        return LogOrigin.of(name, random, at.atZone(ZoneOffset.UTC).getYear());
    }

    /// What a log says that these keys open.
    static LogOpened opened(LogOrigin origin, KeyDirectory keys) {
        return LogOpened.first(
                origin.value(),
                VerifierKey.ed25519(origin.value(), keys.logEd25519()).toString(),
                VerifierKey.mlDsa44(origin.value(), keys.logMlDsa44()).toString(),
                VerifierKey.ed25519(origin.value(), keys.receiptEd25519()).toString());
    }

    /// Writes both, in the transaction that the connection is in.
    ///
    /// @param log ordinal of the log
    /// @param parts sealed texts of the event
    /// @return false if somebody else opened it first; the insert waits for that one's commit
    boolean insert(Connection connection, short log, LogOpened opened, List<SealedPart> parts)
            throws SQLException {
        byte[] record = record(opened, parts);
        byte[] leaf = Leaf.leaf(record);
        Frontier frontier = new Frontier();
        frontier.append(leaf);
        try (PreparedStatement head = connection.prepareStatement(HEAD);
                PreparedStatement first = connection.prepareStatement(RECORD);
                PreparedStatement part = connection.prepareStatement(PART)) {
            head.setShort(1, log);
            head.setString(2, origin.value());
            head.setBytes(3, leaf);
            head.setString(4, RecordTime.format(at));
            head.setBytes(5, frontier.toBytes());
            if (head.executeUpdate() == 0) {
                return false;
            }
            first.setShort(1, log);
            first.setBytes(2, record);
            first.setBytes(3, leaf);
            first.setString(4, EventNames.of(LogOpened.class).type());
            first.setObject(5, AggregateKey.of("log", origin.value()));
            first.executeUpdate();
            for (SealedPart sealed : parts) {
                part.setShort(1, log);
                part.setString(2, sealed.reference().name());
                part.setBytes(3, sealed.blob());
                part.executeUpdate();
            }
            return true;
        }
    }

    private byte[] record(LogOpened opened, List<SealedPart> parts) {
        EventNames.EventName name = EventNames.of(LogOpened.class);
        RecordPayload payload =
                new RecordPayload(
                        eventId,
                        name.type(),
                        Integer.parseInt(name.revision()),
                        EventSerializer.data(opened),
                        parts.stream().map(SealedPart::reference).toList());
        return RecordTemplate.of(
                        new RecordDraft(
                                origin,
                                nodeId,
                                new RecordAggregate("log", origin.value(), 0),
                                new RecordActor(by.kind(), by.id(), by.via()),
                                RecordLinks.NONE,
                                payload))
                .splice(new RecordPlace(at, new byte[Leaf.BYTES], 0, 0, 0, Leaf.genesis(origin)));
    }
}
