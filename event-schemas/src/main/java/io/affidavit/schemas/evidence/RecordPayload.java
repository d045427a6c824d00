package io.affidavit.schemas.evidence;

import java.util.Arrays;
import java.util.List;

/// The event itself as it will stand in its record.
///
/// @param eventId UUIDv7 whose 62 `rand_b` bits come from a secure random source
/// @param type logical name, such as `call.admitted`
/// @param revision revision of the shape of `data`, from 1
/// @param data canonical JSON object of the event's public components; not copied
/// @param parts what the record says about the event's sealed parts; names are distinct
@SuppressWarnings("ArrayRecordComponent") // rendered once, then spliced: never worth a copy
public record RecordPayload(
        String eventId, String type, int revision, byte[] data, List<Part.Reference> parts) {

    public RecordPayload {
        parts = List.copyOf(parts);
        PartForm.checkDistinct(parts);
        if (revision < 1) {
            throw new IllegalArgumentException("rev: " + revision + " (expected: >= 1)");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordPayload that
                && eventId.equals(that.eventId)
                && type.equals(that.type)
                && revision == that.revision
                && parts.equals(that.parts)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return eventId.hashCode();
    }

    @Override
    public String toString() {
        return type + '@' + revision + ' ' + eventId;
    }
}
