package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// What a log's records say of its keys, believed only as far as the keys themselves agree.
final class KeyRecords {

    private static final List<String> CHANGES =
            Stream.of(LogKeyAdded.class, LogKeyRetired.class)
                    .map(event -> EventNames.of(event).type())
                    .toList();

    private KeyRecords() {}

    /// The keys of the tree of the first `size` records.
    ///
    /// @throws BrokenLogException if the log does not begin with its opening, or a key was added by
    ///   somebody else than its holder and the holder of the one before
    static LogKeys of(RecordRows records, LogOrigin origin, long size)
            throws SQLException, BrokenLogException {
        LogKeys keys = opened(records, origin);
        for (byte[] record : records.allOf(CHANGES)) {
            RecordView change = parsed(0, record);
            if (change.pos() < size) {
                keys = with(keys, change);
            }
        }
        return keys;
    }

    private static LogKeys opened(RecordRows records, LogOrigin origin)
            throws SQLException, BrokenLogException {
        byte[] first = records.at(0);
        try {
            if (event(RecordView.parse(first)) instanceof LogOpened opened) {
                return LogKeys.of(origin, opened);
            }
        } catch (RuntimeException e) {
            // Told below in one way.
        }
        throw BrokenLogException.of(
                Kind.RECORD_FORM, 0, "another record", "the log's opening with its keys");
    }

    /// The keys with the record of a change.
    static LogKeys with(LogKeys keys, long position, byte[] record) throws BrokenLogException {
        return with(keys, parsed(position, record));
    }

    private static LogKeys with(LogKeys keys, RecordView record) throws BrokenLogException {
        try {
            return switch (event(record)) {
                case LogKeyAdded added when !SealSignatures.agree(keys.origin(), added) ->
                        throw new IllegalArgumentException("a signature does not hold");
                case LogKeyAdded added -> keys.with(record.pos(), added);
                case LogKeyRetired retired -> keys.with(record.pos(), retired);
                default -> keys;
            };
        } catch (RuntimeException e) {
            throw BrokenLogException.of(
                    Kind.RECORD_FORM,
                    record.pos(),
                    String.valueOf(e.getMessage()),
                    "a change of the log's keys that both keys have signed");
        }
    }

    private static RecordView parsed(long position, byte[] record) throws BrokenLogException {
        try {
            return RecordView.parse(record);
        } catch (RuntimeException e) {
            throw BrokenLogException.of(
                    Kind.RECORD_FORM, position, "no record", "a change of the log's keys");
        }
    }

    private static Object event(RecordView view) {
        return EventSerializer.read(
                view.type(), Integer.toString(view.rev()), view.data(), view.parts());
    }
}
