package io.affidavit.command.routing;

import io.affidavit.command.routing.RouteState.Absent;
import io.affidavit.command.routing.RouteState.Defined;
import io.affidavit.command.routing.RouteState.RouteFacts;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RoutingCommand.DefineRoute;
import io.affidavit.schemas.routing.RoutingCommand.RemoveRoute;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;

/// Decides about an alias' route. Pure.
final class RouteDecider {

    private RouteDecider() {}

    /// Defining what is defined already changes nothing: a deployment made the route before.
    static List<RoutingEvent> decide(RouteState state, DefineRoute command) {
        RouteFacts after = new RouteFacts(command.alias(), command.strategy(), command.rules());
        Digest before = null;
        if (state instanceof Defined defined) {
            if (defined.facts().equals(after)) {
                return List.of();
            }
            before = defined.facts().digest();
        }
        return List.of(
                new RouteDefined(
                        command.alias(),
                        command.strategy(),
                        command.rules(),
                        command.idempotency(),
                        before,
                        after.digest(),
                        command.parts()));
    }

    static List<RoutingEvent> decide(RouteState state, RemoveRoute command) {
        Defined before = requireDefined(state, command.alias());
        return List.of(new RouteRemoved(command.alias(), before.facts().digest(), command.parts()));
    }

    /// The route if there is one.
    static Defined requireDefined(RouteState state, Alias alias) {
        return switch (state) {
            case Defined defined -> defined;
            case Absent _ ->
                    throw Refusal.exception(
                            FailureCode.NOT_FOUND,
                            "alias: " + alias + " not found (expected: a routed alias)");
        };
    }
}
