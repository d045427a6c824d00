package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What becomes of prompts and answers of an organization, or of one key.
@Public
public enum ContentMode {
    /// Only the salted commitment is kept. The text is gone when the call ends.
    COMMIT,
    /// The text is kept encrypted beside the log.
    SEAL;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
