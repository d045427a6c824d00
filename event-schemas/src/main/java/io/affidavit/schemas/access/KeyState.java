package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Where a virtual key stands in its life.
@Public
public enum KeyState {
    /// May call.
    ACTIVE,
    /// Its expiry has passed.
    EXPIRED,
    /// Revoked for good.
    REVOKED;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
