package io.affidavit.projections.metrics;

import io.affidavit.schemas.value.HealthSource;
import java.util.List;
import java.util.function.Supplier;

/// Whether every processor can go on.
///
/// @param failures why processors are stuck, for people
public record ProjectionHealth(Supplier<List<String>> failures) implements HealthSource {

    @Override
    public String part() {
        return "projections";
    }

    @Override
    public List<String> reasons() {
        return failures.get();
    }
}
