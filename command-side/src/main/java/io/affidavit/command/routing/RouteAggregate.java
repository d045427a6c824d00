package io.affidavit.command.routing;

import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RoutingCommand.DefineRoute;
import io.affidavit.schemas.routing.RoutingCommand.RemoveRoute;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// An alias' route.
@Aggregate(type = RouteAggregate.TYPE)
class RouteAggregate {

    static final String TYPE = "route";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable Alias id;

    private RouteState state = new RouteState.Absent();

    RouteAggregate() {}

    /// Answers whether this request made the route, now or when it was first sent.
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    boolean handle(DefineRoute command, AliasNames names) {
        names.requireNoTwin(command.alias().value());
        boolean made = state instanceof RouteState.Absent;
        boolean repeated =
                state instanceof RouteState.Defined defined
                        && command.idempotency() != null
                        && Objects.equals(defined.idempotency(), command.idempotency());
        RouteDecider.decide(state, command).forEach(AggregateLifecycle::apply);
        return made || repeated;
    }

    /// Answers how the alias was routed until now.
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Strategy handle(RemoveRoute command) {
        RouteState.Defined last = RouteDecider.requireDefined(state, command.alias());
        RouteDecider.decide(state, command).forEach(AggregateLifecycle::apply);
        return last.facts().strategy();
    }

    /// Routes by default unless somebody has already said how.
    void openByDefault(Alias alias) {
        if (state instanceof RouteState.Absent) {
            DefineRoute byDefault =
                    new DefineRoute(alias, Strategy.ORDERED, RouteRules.DEFAULT, null, List.of());
            RouteDecider.decide(state, byDefault).forEach(AggregateLifecycle::apply);
        }
    }

    @EventSourcingHandler
    void on(RoutingEvent event) {
        if (event instanceof RouteDefined defined) {
            id = defined.alias();
        }
        state = state.evolve(event);
    }
}
