package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The model name applications send: `[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}`, compared exactly.
///
/// @param value the id as callers write it
@Public
public record Alias(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Alias {
        AliasForm.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
