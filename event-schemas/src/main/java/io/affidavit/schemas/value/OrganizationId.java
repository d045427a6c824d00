package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The tenant's slug, chosen by the operator: `[a-z0-9][a-z0-9-]{0,62}`.
///
/// @param value the id as callers write it
@Public
public record OrganizationId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OrganizationId {
        Slug.check("organization", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
