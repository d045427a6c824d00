package io.affidavit.query.evidence;

import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the record table. Only `rec` counts; the other columns are claims about it.
///
/// @param place in which log it stands and where, see [LogPlace]
/// @param rec the bytes as hashed
/// @param leaf the leaf hash beside them
/// @param type logical name beside them
/// @param aggregate aggregate key beside them
/// @param aggregateSequence place in the aggregate's story beside them
/// @param organization tenant beside them
@SuppressWarnings("ArrayRecordComponent") // read once, hashed once
record StoredRecord(
        long place,
        byte[] rec,
        byte[] leaf,
        String type,
        UUID aggregate,
        int aggregateSequence,
        @Nullable String organization) {

    /// The leaf hash that the bytes really have.
    byte[] computedLeaf() {
        return Leaf.leaf(rec);
    }

    /// What the bytes say, or null when they are no record.
    @Nullable RecordView view() {
        try {
            return RecordView.parse(rec);
        } catch (FormException e) {
            return null;
        }
    }

    /// When it was appended.
    ///
    /// @throws IllegalStateException when the bytes are no record
    Instant appendedAt() {
        RecordView view = view();
        if (view == null) {
            throw new IllegalStateException("position " + LogPlace.of(place) + ": no record");
        }
        return view.at();
    }

    /// The event that the bytes tell.
    ///
    /// @throws IllegalStateException when they are no record
    DomainEvent event() {
        RecordView view = view();
        if (view == null) {
            throw new IllegalStateException("position " + LogPlace.of(place) + ": no record");
        }
        return EventSerializer.read(
                view.type(), Integer.toString(view.rev()), view.data(), view.parts());
    }
}
