package io.affidavit.command.access;

import io.affidavit.schemas.access.AccessCommand.AdminTokenView;
import io.affidavit.schemas.access.AccessCommand.GrantRole;
import io.affidavit.schemas.access.AccessCommand.RevokeRole;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.AdminGrant;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.value.AdminTokenId;
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

/// An admin token. It looks at its organization from outside: organizations are never unregistered.
@Aggregate(type = AdminTokenAggregate.TYPE)
class AdminTokenAggregate {

    static final String TYPE = "role";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable AdminTokenId id;

    private @Nullable AdminGrant grant;

    AdminTokenAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    AdminTokenView handle(GrantRole command, OrganizationDirectory organizations) {
        OrganizationState organization = organizations.find(command.reach().organization());
        return apply(AdminTokenDecider.decide(grant, command, organization));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    AdminTokenView handle(RevokeRole command) {
        return apply(AdminTokenDecider.decide(grant, command));
    }

    @EventSourcingHandler
    void on(AccessEvent event) {
        if (event instanceof RoleGranted granted) {
            id = granted.token();
        }
        grant = AdminGrant.after(grant, event);
    }

    private AdminTokenView apply(List<AccessEvent> events) {
        events.forEach(AggregateLifecycle::apply);
        AdminGrant known = Objects.requireNonNull(grant, "state: unknown (expected: granted)");
        RoleGranted granted = known.granted();
        return new AdminTokenView(
                granted.token(),
                granted.role(),
                granted.reach(),
                granted.expiresAt(),
                known.revoked(),
                events.isEmpty());
    }
}
