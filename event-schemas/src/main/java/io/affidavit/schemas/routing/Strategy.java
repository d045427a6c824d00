package io.affidavit.schemas.routing;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// How a route chooses among its deployments.
@Public
public enum Strategy {
    /// By `order`, then by id. The next one is tried only after a failure.
    ORDERED,
    /// Among those of the lowest `order`, at random in proportion to their weights.
    WEIGHTED;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
