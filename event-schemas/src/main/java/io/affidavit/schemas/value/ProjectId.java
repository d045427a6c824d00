package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A project's slug, unique within its team: `[a-z0-9][a-z0-9-]{0,62}`.
///
/// @param value the id as callers write it
@Public
public record ProjectId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProjectId {
        Slug.check("project", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
