package io.affidavit.command.routing;

import io.affidavit.command.access.KnownOrganizations;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RoutingCommand.ChangeProvider;
import io.affidavit.schemas.routing.RoutingCommand.DisableProvider;
import io.affidavit.schemas.routing.RoutingCommand.RegisterProvider;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// A provider.
@Aggregate(type = ProviderAggregate.TYPE)
class ProviderAggregate {

    static final String TYPE = "provider";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable ProviderId id;

    private ProviderState state = new ProviderState.Unknown();

    ProviderAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    CatalogPage.Provider handle(RegisterProvider command, KnownOrganizations organizations) {
        if (command.organization() != null && !organizations.exists(command.organization())) {
            throw Refusal.exception(
                    FailureCode.NOT_FOUND,
                    "orgId: "
                            + command.organization()
                            + " not found (expected: a registered organization)");
        }
        publish(ProviderDecider.decide(state, command), command.organization());
        return view();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    CatalogPage.Provider handle(ChangeProvider command) {
        publish(ProviderDecider.decide(state, command), owner());
        return view();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    CatalogPage.Provider handle(DisableProvider command) {
        List<RoutingEvent> events = ProviderDecider.decide(state, command);
        CatalogPage.Provider last = view();
        publish(events, owner());
        return last;
    }

    @EventSourcingHandler
    void on(RoutingEvent event) {
        if (event instanceof ProviderRegistered made) {
            id = made.provider();
        }
        state = state.evolve(event);
    }

    private CatalogPage.Provider view() {
        if (state instanceof ProviderState.Active active) {
            return active.view();
        }
        throw new IllegalStateException("state: " + state + " (expected: active)");
    }

    /// Whatever happens to an organization's provider belongs to that organization's chain.
    private void publish(List<RoutingEvent> events, @Nullable OrganizationId owner) {
        MetaData scope =
                owner == null
                        ? MetaData.emptyInstance()
                        : MetaData.with(RecordMetaData.ORGANIZATION, owner.value());
        events.forEach(event -> AggregateLifecycle.apply(event, scope));
    }

    private @Nullable OrganizationId owner() {
        return state instanceof ProviderState.Active active ? active.facts().organization() : null;
    }
}
