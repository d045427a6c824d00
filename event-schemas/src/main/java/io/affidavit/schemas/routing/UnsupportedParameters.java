package io.affidavit.schemas.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a route does with members of a request that a deployment's protocol cannot say.
@Public
public enum UnsupportedParameters {
    /// Such a deployment takes no such call.
    REFUSE,
    /// They are left out of what is sent there, and named on record.
    DROP;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
