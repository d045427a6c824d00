package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Salted SHA-256 that binds the log to a text without telling it.
///
/// Whoever holds the text and its 32-byte salt can prove the text; nobody else can guess it, and
/// once the salt is destroyed the commitment says nothing about anybody.
///
/// @param value 64 lower-case hex digits
@Public
public record Commitment(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Commitment {
        HashHex.check("commitment", value);
    }

    /// The commitment with these 32 bytes.
    public static Commitment of(byte[] hash) {
        return new Commitment(HashHex.format("commitment", hash));
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
