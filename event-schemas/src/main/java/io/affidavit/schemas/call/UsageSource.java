package io.affidavit.schemas.call;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Where token counts come from.
@Public
public enum UsageSource {
    /// The provider's own usage object.
    REPORTED,
    /// Derived from the bytes seen, because the provider reported none.
    ESTIMATED,
    /// Nothing was used.
    NONE;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
