package io.affidavit.schemas.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Which of a route's lists of fallbacks a choice may use.
@Public
public enum FallbackKind {
    /// The list for whatever went wrong: after the alias' own deployments.
    ANY_ERROR,
    /// The list for a request too long for its model: instead of the alias' own deployments.
    CONTEXT_OVERFLOW,
    /// The list for content that a provider refused: instead of the alias' own deployments.
    CONTENT_REFUSAL;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
