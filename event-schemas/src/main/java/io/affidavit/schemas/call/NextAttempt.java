package io.affidavit.schemas.call;

import io.affidavit.schemas.routing.RouteChoice;
import java.util.List;

/// The answer to a failed attempt that another one follows.
///
/// @param instead the choice on record if it is another than the one that was asked for, because
///   deployments before it were full; else empty. The append fills it in, so it says nothing before
///   the choice is durable
public record NextAttempt(List<RouteChoice> instead) {

    /// No limit of a deployment was looked at.
    public static final NextAttempt AS_ASKED = new NextAttempt(List.of());
}
