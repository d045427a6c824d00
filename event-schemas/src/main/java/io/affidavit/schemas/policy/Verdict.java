package io.affidavit.schemas.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What policy decided, mildest first; the order of the constants is the order of severity.
@Public
public enum Verdict {
    /// Nothing stands against it.
    ALLOW,
    /// Passed, but marked.
    FLAG,
    /// Passed with findings removed.
    REDACT,
    /// Not passed.
    BLOCK;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
