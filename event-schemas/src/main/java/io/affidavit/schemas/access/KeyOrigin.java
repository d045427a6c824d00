package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Where the first secret of a virtual key comes from.
@Public
public enum KeyOrigin {
    /// Made here, in our own form.
    ISSUED,
    /// Made elsewhere, of any form; only its SHA-256 was ever sent here.
    IMPORTED;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
