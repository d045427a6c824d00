package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A virtual key's public id: 12 characters of `[0-9A-Za-z]`, the part of the key that may be
/// shown.
///
/// @param value the id as callers write it
@Public
public record VirtualKeyId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public VirtualKeyId {
        Base62.check("key", "", 12, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
