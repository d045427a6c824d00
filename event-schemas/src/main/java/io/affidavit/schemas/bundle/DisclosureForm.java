package io.affidavit.schemas.bundle;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// How much of a part was given away.
@Public
public enum DisclosureForm {
    /// The text and its salt: whoever has both reads it and proves it.
    TEXT,
    /// The salt alone, of a text that was never kept: whoever holds the text proves it.
    SALT;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
