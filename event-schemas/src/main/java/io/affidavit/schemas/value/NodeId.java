package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A gateway process: 16 characters of `[0-9A-Za-z]`, new for each process start.
///
/// @param value the id as callers write it
@Public
public record NodeId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NodeId {
        Base62.check("node", "", 16, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
