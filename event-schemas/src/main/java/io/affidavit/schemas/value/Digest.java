package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// SHA-256 of bytes that anybody may know: a record, a ciphertext, a policy document.
///
/// Never of a prompt, a name or anything else that could be guessed and tried; that is what a
/// [Commitment] is for.
///
/// @param value 64 lower-case hex digits
@Public
public record Digest(@JsonValue String value) {

    /// Stands where an organization has no earlier record.
    public static final Digest ZERO = new Digest("0".repeat(64));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Digest {
        HashHex.check("digest", value);
    }

    /// The digest with these 32 bytes.
    public static Digest of(byte[] hash) {
        return new Digest(HashHex.format("digest", hash));
    }

    /// The 32 bytes, a new array each time.
    public byte[] bytes() {
        return HashHex.parse(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
