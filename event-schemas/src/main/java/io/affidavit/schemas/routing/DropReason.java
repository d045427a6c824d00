package io.affidavit.schemas.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Why a candidate was left out of a choice.
@Public
public enum DropReason {
    /// An earlier attempt of this call failed there.
    ALREADY_TRIED,
    /// Its provider is disabled or gone.
    PROVIDER_DISABLED,
    /// Its protocol has no such surface.
    SURFACE_UNSUPPORTED;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
