package io.affidavit.command.routing;

import io.affidavit.command.routing.RouteState.RouteFacts;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A route as the API shows it.
///
/// @param fallbacks aliases that take over for any error
/// @param contextFallbacks aliases that take over for a request too long for its model
/// @param contentFallbacks aliases that take over for content that a provider refused
/// @param timeouts members without a value follow the node's settings
/// @param maxOutputTokens what a request without a bound is taken to ask for; `null` for the
///   gateway's own
record RouteView(
        Alias alias,
        Strategy strategy,
        List<Alias> fallbacks,
        List<Alias> contextFallbacks,
        List<Alias> contentFallbacks,
        RetryRules retry,
        RouteTimeouts timeouts,
        UnsupportedParameters unsupported,
        @Nullable Integer maxOutputTokens) {

    static RouteView of(RouteFacts facts) {
        return new RouteView(
                facts.alias(),
                facts.strategy(),
                facts.rules().fallbacks().anyError(),
                facts.rules().fallbacks().contextOverflow(),
                facts.rules().fallbacks().contentRefusal(),
                facts.rules().retry(),
                facts.rules().timeouts(),
                facts.rules().unsupported(),
                facts.rules().maxOutputTokens());
    }
}
