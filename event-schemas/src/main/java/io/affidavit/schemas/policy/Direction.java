package io.affidavit.schemas.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Which text was judged.
@Public
public enum Direction {
    /// What the application sent.
    PROMPT,
    /// What the provider answered.
    COMPLETION;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
