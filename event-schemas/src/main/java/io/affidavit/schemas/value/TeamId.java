package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A team's slug, unique within its organization: `[a-z0-9][a-z0-9-]{0,62}`.
///
/// @param value the id as callers write it
@Public
public record TeamId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TeamId {
        Slug.check("team", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
