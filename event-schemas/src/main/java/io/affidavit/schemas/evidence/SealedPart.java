package io.affidavit.schemas.evidence;

/// A part after sealing: what goes into the record and what goes into storage.
///
/// @param reference what the record says
/// @param blob what is stored beside it; not copied
@SuppressWarnings("ArrayRecordComponent") // goes straight into the append, once
public record SealedPart(Part.Reference reference, byte[] blob) {

    @Override
    public String toString() {
        return "SealedPart[" + reference + "]";
    }
}
