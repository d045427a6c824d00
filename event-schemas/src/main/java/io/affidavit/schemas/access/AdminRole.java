package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What the holder of an admin token is. The operator has no role: everything is the operator's.
@Public
public enum AdminRole {
    /// Administers the keys of an organization, a team or a project, and reads what they did.
    TEAM_ADMIN;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
