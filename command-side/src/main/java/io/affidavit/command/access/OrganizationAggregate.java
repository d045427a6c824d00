package io.affidavit.command.access;

import io.affidavit.schemas.access.AccessCommand.ArchiveScope;
import io.affidavit.schemas.access.AccessCommand.ChangeOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterProject;
import io.affidavit.schemas.access.AccessCommand.RegisterTeam;
import io.affidavit.schemas.access.AccessCommand.RenameScope;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.OrganizationView;
import io.affidavit.schemas.value.OrganizationId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// An organization with its teams and projects. Every command may meet one that does not exist, so
/// that the decider, not the framework, says what is missing.
@Aggregate(type = OrganizationAggregate.TYPE)
class OrganizationAggregate {

    static final String TYPE = "organization";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable OrganizationId id;

    private OrganizationState state = new OrganizationState.Unknown();

    OrganizationAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RegisterOrganization command, OrganizationNames names) {
        names.requireNoTwin(command.organization().value());
        OrganizationDecider.decide(state, command).forEach(AggregateLifecycle::apply);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RegisterTeam command) {
        OrganizationDecider.decide(state, command).forEach(AggregateLifecycle::apply);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RegisterProject command) {
        OrganizationDecider.decide(state, command).forEach(AggregateLifecycle::apply);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    OrganizationView handle(ChangeOrganization command) {
        OrganizationDecider.decide(state, command).forEach(AggregateLifecycle::apply);
        return view(command.organization());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    OrganizationView handle(RenameScope command) {
        OrganizationDecider.decide(state, command).forEach(AggregateLifecycle::apply);
        return view(command.organization());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    OrganizationView handle(ArchiveScope command) {
        OrganizationDecider.decide(state, command).forEach(AggregateLifecycle::apply);
        return view(command.organization());
    }

    private OrganizationView view(OrganizationId organization) {
        return switch (state) {
            case OrganizationState.Registered registered -> registered.view(organization);
            case OrganizationState.Unknown _ ->
                    throw new IllegalStateException("state: unknown (expected: registered)");
        };
    }

    @EventSourcingHandler
    void on(AccessEvent event) {
        if (event instanceof OrganizationRegistered made) {
            id = made.organization();
        }
        state = state.evolve(event);
    }
}
