package io.affidavit.command.access;

import io.affidavit.command.aggregate.Reaching;
import io.affidavit.schemas.access.AccessCommand.BlockVirtualKey;
import io.affidavit.schemas.access.AccessCommand.ChangeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RotateVirtualKey;
import io.affidavit.schemas.access.AccessCommand.UnblockVirtualKey;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.value.VirtualKeyId;
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

/// A virtual key. It looks at its organization from outside: organizations are never unregistered.
@Aggregate(type = VirtualKeyAggregate.TYPE)
class VirtualKeyAggregate {

    static final String TYPE = "virtual_key";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable VirtualKeyId id;

    private VirtualKeyState state = new VirtualKeyState.Unknown();

    VirtualKeyAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    KeyView handle(
            IssueVirtualKey command,
            MetaData metaData,
            OrganizationDirectory organizations,
            KeyLimits limits) {
        Reach reach = Reaching.of(metaData);
        WithinReach.requireHome(reach, command.organization(), command.team(), command.project());
        WithinReach.requireKey(reach, state);
        OrganizationState organization = organizations.find(command.organization());
        List<AccessEvent> events = VirtualKeyDecider.decide(state, command, organization);
        KeyView view = apply(events);
        if (!events.isEmpty() && organization instanceof OrganizationState.Registered known) {
            List<LimitTerms> terms =
                    command.limits().stream().map(limit -> limit.in(known.timeZone())).toList();
            limits.set(terms, command.organization(), command.idempotency());
        }
        return view;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    KeyView handle(
            ChangeVirtualKey command, MetaData metaData, OrganizationDirectory organizations) {
        Reach reach = Reaching.of(metaData);
        WithinReach.requireKey(reach, state);
        if (state instanceof VirtualKeyState.Issued issued) {
            VirtualKeyFacts after = issued.facts().after(command.change());
            WithinReach.requireHome(reach, after.organization(), after.team(), after.project());
        }
        boolean moves = command.change().move() != null;
        OrganizationState organization =
                moves && state instanceof VirtualKeyState.Issued issued
                        ? organizations.find(issued.facts().organization())
                        : new OrganizationState.Unknown();
        return apply(VirtualKeyDecider.decide(state, command, organization));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    KeyView handle(RotateVirtualKey command, MetaData metaData) {
        WithinReach.requireKey(Reaching.of(metaData), state);
        return apply(VirtualKeyDecider.decide(state, command));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    KeyView handle(BlockVirtualKey command, MetaData metaData) {
        WithinReach.requireKey(Reaching.of(metaData), state);
        return apply(VirtualKeyDecider.decide(state, command));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    KeyView handle(UnblockVirtualKey command, MetaData metaData) {
        WithinReach.requireKey(Reaching.of(metaData), state);
        return apply(VirtualKeyDecider.decide(state, command));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    KeyView handle(RevokeVirtualKey command, MetaData metaData) {
        WithinReach.requireKey(Reaching.of(metaData), state);
        return apply(VirtualKeyDecider.decide(state, command));
    }

    @EventSourcingHandler
    void on(AccessEvent event) {
        if (event instanceof VirtualKeyIssued issued) {
            id = issued.key();
        }
        state = state.evolve(event);
    }

    private KeyView apply(List<AccessEvent> events) {
        events.forEach(AggregateLifecycle::apply);
        return switch (state) {
            case VirtualKeyState.Issued issued -> issued.view(events.isEmpty());
            case VirtualKeyState.Unknown _ ->
                    throw new IllegalStateException("state: unknown (expected: issued)");
        };
    }
}
