package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Public;
import org.jspecify.annotations.Nullable;

/// What a route says besides its strategy.
///
/// @param fallbacks who takes over
/// @param retry how often and how soon it tries again
/// @param timeouts how long it waits
/// @param unsupported what becomes of members that a protocol cannot say
/// @param maxOutputTokens completion tokens of one choice that a request without a bound of its own
///   is taken to ask for, 1 to [#MAX_OUTPUT_TOKENS]; `null` for the gateway's own
@Public
public record RouteRules(
        Fallbacks fallbacks,
        RetryRules retry,
        RouteTimeouts timeouts,
        UnsupportedParameters unsupported,
        @Nullable Integer maxOutputTokens) {

    /// More than any model writes.
    public static final int MAX_OUTPUT_TOKENS = 10_000_000;

    /// The rules of an alias that nobody wrote any for.
    public static final RouteRules DEFAULT =
            new RouteRules(
                    Fallbacks.NONE,
                    RetryRules.DEFAULT,
                    RouteTimeouts.NODE,
                    UnsupportedParameters.REFUSE,
                    null);
}
