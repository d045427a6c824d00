package io.affidavit.command.routing;

import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.DeploymentView;
import io.affidavit.schemas.routing.RoutingCommand.ChangeDeployment;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.RoutingCommand.DrainDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RecoverDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterDeployment;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.value.DeploymentId;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// A deployment. Registering one also makes its alias' route, in the same append.
@Aggregate(type = DeploymentAggregate.TYPE)
class DeploymentAggregate {

    static final String TYPE = "deployment";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable DeploymentId id;

    private DeploymentState state = new DeploymentState.Unknown();

    DeploymentAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    DeploymentView handle(
            RegisterDeployment command,
            ProviderDirectory providers,
            DefaultRoutes routes,
            AliasNames names) {
        names.requireNoTwin(command.alias().value());
        ProviderState provider = providers.find(command.provider());
        List<RoutingEvent> events = DeploymentDecider.decide(state, command, provider);
        DeploymentView view = apply(events);
        if (!events.isEmpty()) {
            routes.open(command.alias());
        }
        return view;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    DeploymentView handle(ChangeDeployment command, PriceDirectory prices) {
        DeploymentView view = apply(DeploymentDecider.decide(state, command));
        // Whoever hears that it is done shall have the new price.
        CurrentUnitOfWork.get().afterCommit(_ -> prices.forget(command.deployment()));
        return view;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    DeploymentView handle(DrainDeployment command) {
        List<RoutingEvent> events = DeploymentDecider.decide(state, command);
        DeploymentView last = view();
        events.forEach(AggregateLifecycle::apply);
        return last;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CoolDeployment command) {
        DeploymentDecider.decide(state, command).forEach(AggregateLifecycle::apply);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecoverDeployment command) {
        DeploymentDecider.decide(state, command).forEach(AggregateLifecycle::apply);
    }

    @EventSourcingHandler
    void on(RoutingEvent event) {
        if (event instanceof DeploymentRegistered made) {
            id = made.deployment();
        }
        state = state.evolve(event);
    }

    private DeploymentView apply(List<RoutingEvent> events) {
        events.forEach(AggregateLifecycle::apply);
        return view();
    }

    private DeploymentView view() {
        if (state instanceof DeploymentState.Active active) {
            return active.view();
        }
        throw new IllegalStateException("state: " + state + " (expected: active)");
    }
}
