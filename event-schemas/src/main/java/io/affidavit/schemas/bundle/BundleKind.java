package io.affidavit.schemas.bundle;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a bundle is about.
@Public
public enum BundleKind {
    /// One call's story.
    CALL,
    /// The stories of named calls of one organization.
    CALLS,
    /// A key's life.
    KEY,
    /// A limit's life.
    LIMIT,
    /// Everything an organization did in a period.
    ORGANIZATION;

    /// The code as it stands in requests, manifests and records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
