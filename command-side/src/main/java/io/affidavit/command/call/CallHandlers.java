package io.affidavit.command.call;

import io.affidavit.command.evidence.ActorCorrelation;
import io.affidavit.command.evidence.AggregateRepositories;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.command.routing.Prices;
import java.time.Clock;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;

/// Calls on a bare command bus, without Spring: what a process wires that only appends.
public final class CallHandlers {

    private CallHandlers() {}

    /// Subscribes every call command to a bus. Prices are those of the list, refusals of calls
    /// without hope are recorded by the system's clock.
    ///
    /// @param limits what calls are to hold of limits
    public static void subscribe(CommandBus bus, EventStore store, CallHolds limits) {
        LimitRefusals refusals = new LimitRefusals(store, Clock.systemUTC());
        ParameterResolverFactory parameters =
                new MultiParameterResolverFactory(
                        new SimpleResourceParameterResolverFactory(
                                List.of(Prices.LISTED, limits, refusals)),
                        ClasspathParameterResolverFactory.forClass(CallAggregate.class));
        bus.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(List.of(new ActorCorrelation())));
        AggregateAnnotationCommandHandler.<CallAggregate>builder()
                .aggregateType(CallAggregate.class)
                .commandTargetResolver(new CallTargets())
                .creationPolicyAggregateFactory(id -> new CallAggregate())
                .parameterResolverFactory(parameters)
                .repository(AggregateRepositories.over(CallAggregate.class, store, parameters))
                .build()
                .subscribe(bus);
    }
}
