package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// An admin token's public id: 12 characters of `[0-9A-Za-z]`, the part of the token that may be
/// shown.
///
/// @param value the id as callers write it
@Public
public record AdminTokenId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AdminTokenId {
        Base62.check("token", "", 12, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
