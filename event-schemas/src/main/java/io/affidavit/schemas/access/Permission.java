package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a control-plane route requires.
@Public
public enum Permission {
    /// Change organizations, keys, providers, routes.
    ADMIN_WRITE,
    /// Read them.
    ADMIN_READ,
    /// Read records and what follows from them.
    AUDIT_READ,
    /// Take records out of the house as a bundle.
    EVIDENCE_EXPORT,
    /// Read health and metrics.
    METRICS_READ;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
