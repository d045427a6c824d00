package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a limit can hang on.
@Public
public enum LimitScopeKind {
    ORGANIZATION,
    TEAM,
    PROJECT,
    KEY,
    ALIAS,
    /// What is sent to it counts, by whatever alias it came.
    DEPLOYMENT;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
