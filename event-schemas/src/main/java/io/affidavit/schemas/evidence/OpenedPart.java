package io.affidavit.schemas.evidence;

import org.jspecify.annotations.Nullable;

/// What came out of a blob. Salt and text together prove the commitment in the record.
///
/// @param salt the 32 bytes that salted the commitment
/// @param text the text, or null when only its salt was kept
@SuppressWarnings("ArrayRecordComponent") // disclosed text: one array, never printed
public record OpenedPart(byte[] salt, byte @Nullable [] text) {

    @Override
    public String toString() {
        return "OpenedPart[" + (text == null ? "salt only" : text.length + " bytes") + "]";
    }
}
