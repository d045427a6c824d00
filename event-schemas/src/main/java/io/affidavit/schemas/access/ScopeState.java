package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Where an organization, a team or a project stands.
@Public
public enum ScopeState {
    /// In service.
    ACTIVE,
    /// Closed for good.
    ARCHIVED;

    /// The state of a scope.
    public static ScopeState of(boolean archived) {
        return archived ? ARCHIVED : ACTIVE;
    }

    /// The code as it is shown.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
