package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Public;

/// What a route says besides its strategy.
///
/// @param fallbacks who takes over
/// @param retry how often and how soon it tries again
/// @param timeouts how long it waits
/// @param unsupported what becomes of members that a protocol cannot say
@Public
public record RouteRules(
        Fallbacks fallbacks,
        RetryRules retry,
        RouteTimeouts timeouts,
        UnsupportedParameters unsupported) {

    /// The rules of an alias that nobody wrote any for.
    public static final RouteRules DEFAULT =
            new RouteRules(
                    Fallbacks.NONE,
                    RetryRules.DEFAULT,
                    RouteTimeouts.NODE,
                    UnsupportedParameters.REFUSE);
}
