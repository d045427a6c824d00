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
    SURFACE_UNSUPPORTED,
    /// Its protocol cannot say what the request asks for, and the route lets nothing be dropped.
    PARAMETER_UNSUPPORTED,
    /// A limit of its own had no room for the call, as the append found that made the choice
    /// durable.
    FULL,
    /// It failed too often of late, and another one can answer.
    COOLING_DOWN;

    /// Whether the rule of the choice finds it itself, from the other inputs.
    public boolean isRuled() {
        return this == PARAMETER_UNSUPPORTED || this == COOLING_DOWN;
    }

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
