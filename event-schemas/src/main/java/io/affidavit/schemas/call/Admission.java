package io.affidavit.schemas.call;

import io.affidavit.schemas.routing.RouteChoice;
import java.util.List;

/// The answer to an admission: what the caller may be told of its limits, and where it goes. The
/// append fills it in, so it says nothing before the admission is durable.
///
/// @param rates what was left of each unit that a hard limit counts; empty without such limits
/// @param instead the choice on record if it is another than the one that was asked for, because
///   deployments before it were full; else empty
public record Admission(List<RateLeft> rates, List<RouteChoice> instead) {

    /// No limit counts the call.
    public static final Admission UNLIMITED = new Admission(List.of(), List.of());
}
