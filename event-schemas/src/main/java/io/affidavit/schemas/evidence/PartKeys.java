package io.affidavit.schemas.evidence;

/// The two unwrapped keys of a part, 32 bytes each. Both are needed; neither is ever printed.
///
/// @param subject key of the data subject, or of the organization if there is none
/// @param epoch key of organization, month and retention class
@SuppressWarnings("ArrayRecordComponent") // key material stays in arrays, never in strings
public record PartKeys(byte[] subject, byte[] epoch) {

    private static final int BYTES = 32;

    public PartKeys {
        if (subject.length != BYTES || epoch.length != BYTES) {
            throw new IllegalArgumentException("part key (expected: 32 bytes)");
        }
    }

    @Override
    public String toString() {
        return "PartKeys[]";
    }
}
