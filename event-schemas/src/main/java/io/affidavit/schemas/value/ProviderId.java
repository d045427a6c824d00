package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A provider's slug, unique in the house: `[a-z0-9][a-z0-9-]{0,62}`.
///
/// @param value the id as callers write it
@Public
public record ProviderId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProviderId {
        Slug.check("provider", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
