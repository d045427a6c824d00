package io.affidavit.command.routing;

import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Digest;
import org.jspecify.annotations.Nullable;

/// What a route's events add up to.
sealed interface RouteState {

    /// The state after one more event; other payloads change nothing.
    default RouteState evolve(Object event) {
        return switch (event) {
            case RouteDefined defined ->
                    new Defined(
                            new RouteFacts(defined.alias(), defined.strategy(), defined.rules()),
                            defined.idempotency());
            case RouteRemoved _ -> new Absent();
            default -> this;
        };
    }

    /// Never defined, or removed.
    record Absent() implements RouteState {}

    /// It routes.
    ///
    /// @param idempotency digest of the request that made or last changed it
    record Defined(RouteFacts facts, @Nullable Digest idempotency) implements RouteState {}

    /// Public state of a route, the input of its digest.
    record RouteFacts(Alias alias, Strategy strategy, RouteRules rules) {

        Digest digest() {
            return EventSerializer.digest(this);
        }
    }
}
