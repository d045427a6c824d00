package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A limit's id: `lim_` and 16 characters of `[0-9A-Za-z]`, derived from what it limits, so that
/// setting the same limit twice means one limit.
///
/// @param value the id as callers write it
@Public
public record LimitId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LimitId {
        Base62.check("limit", "lim_", 16, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
