package io.affidavit.schemas.call;

import java.util.List;

/// The answer to an admission: what the caller may be told of its limits.
///
/// @param rates what was left of each unit that a hard limit counts; empty without such limits. The
///   append fills it in, so it says nothing before the admission is durable
public record Admission(List<RateLeft> rates) {

    /// No limit counts the call.
    public static final Admission UNLIMITED = new Admission(List.of());
}
