package io.affidavit.query.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordOrganization;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.evidence.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record as auditors see it. Of bytes that are no record, only what stands beside them.
///
/// @param log ordinal of the log it stands in; absent for the first one
/// @param position its place in the log
/// @param at append time, UTC, microseconds
/// @param type logical name
/// @param revision revision of the shape of `data`
/// @param leaf leaf hash as stored, lower-case hex
/// @param prev leaf hash that it names as the record before, lower-case hex
/// @param by who caused it
/// @param orgId tenant whose chain it joins
/// @param callId call in whose history it stands
/// @param data the event's public components, exactly as stored
/// @param parts what it says about texts outside the record
record EventView(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer log,
        long position,
        @Nullable String at,
        String type,
        @Nullable Integer revision,
        String leaf,
        @Nullable String prev,
        @Nullable RecordActor by,
        @Nullable String orgId,
        @Nullable String callId,
        @JsonRawValue @Nullable String data,
        List<PartView> parts) {

    EventView {
        parts = List.copyOf(parts);
    }

    /// What a record says about a text outside it; never the text.
    record PartView(
            String name,
            String mediaType,
            String retention,
            String commitment,
            String cipherDigest,
            long cipherLength,
            String keyRef) {

        static PartView of(Part.Reference part) {
            return new PartView(
                    part.name(),
                    part.mediaType(),
                    part.retention().code(),
                    part.commitment().value(),
                    part.cipherDigest().value(),
                    part.cipherLength(),
                    part.keyRef());
        }
    }

    /// Its place among the records of all logs.
    long place() {
        return LogPlace.pack(log == null ? 0 : log, position);
    }

    static EventView of(StoredRecord stored) {
        LogPlace place = LogPlace.of(stored.place());
        Integer log = place.shownLog().orElse(null);
        String leaf = HexFormat.of().formatHex(stored.leaf());
        RecordView record = stored.view();
        if (record == null) {
            return new EventView(
                    log,
                    place.position(),
                    null,
                    stored.type(),
                    null,
                    leaf,
                    null,
                    null,
                    stored.organization(),
                    null,
                    null,
                    List.of());
        }
        RecordOrganization organization = record.org();
        return new EventView(
                log,
                place.position(),
                RecordTime.format(record.at()),
                record.type(),
                record.rev(),
                leaf,
                record.prev().value(),
                record.by(),
                organization == null ? null : organization.id(),
                record.call(),
                new String(record.data(), StandardCharsets.UTF_8),
                record.parts().stream().map(PartView::of).toList());
    }
}
