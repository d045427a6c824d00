package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a scope is.
@Public
public enum ScopeKind {
    /// A tenant.
    ORGANIZATION,
    /// A team of an organization.
    TEAM,
    /// A project of a team.
    PROJECT;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
