package io.affidavit.schemas.call;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// How a call ended.
@Public
public enum CallOutcome {
    /// The whole answer was produced.
    COMPLETED,
    /// The client left. What was produced until then is metered.
    CLIENT_CLOSED,
    /// No deployment gave an answer, or it broke off.
    FAILED,
    /// Not admitted.
    REFUSED,
    /// Its node died before it concluded.
    ABANDONED;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
