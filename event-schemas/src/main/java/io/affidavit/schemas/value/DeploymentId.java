package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A deployment's generated id: `dep_` and 16 characters of `[0-9A-Za-z]`.
///
/// @param value the id as callers write it
@Public
public record DeploymentId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeploymentId {
        Base62.check("deployment", "dep_", 16, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
