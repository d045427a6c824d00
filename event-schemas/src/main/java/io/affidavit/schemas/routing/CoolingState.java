package io.affidavit.schemas.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a node thinks of a deployment's health when it chooses.
@Public
public enum CoolingState {
    /// In service.
    NONE,
    /// Failed too often of late: not to be tried while another one can answer.
    COOLING,
    /// Its cooldown is over and nobody is trying it: the next call there is its trial.
    TRIAL;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
