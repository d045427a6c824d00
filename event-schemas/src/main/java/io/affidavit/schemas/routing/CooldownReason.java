package io.affidavit.schemas.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Why a deployment was left alone for a while.
@Public
public enum CooldownReason {
    /// Too many attempts of the window failed, in number and in share.
    ERROR_SHARE,
    /// The provider refused for its rate, whether it said until when or not.
    RATE_LIMITED,
    /// The trial after a cooldown failed.
    TRIAL_FAILED;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
