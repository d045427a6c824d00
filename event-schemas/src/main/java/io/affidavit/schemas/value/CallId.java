package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// One authenticated request and everything decided about it.
///
/// @param value UUIDv7 (RFC 9562 §5.7), so that ids sort by time of arrival
@Public
public record CallId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CallId {}

    /// Reads the id as it stands in a header or an address.
    public static CallId parse(String text) {
        return new CallId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
