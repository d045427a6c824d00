package io.affidavit.command.limit;

import io.affidavit.command.limit.LimitAccount.Raise;
import io.affidavit.command.limit.LimitState.InForce;
import io.affidavit.schemas.access.AccessCommand.RaiseLimit;
import io.affidavit.schemas.access.AccessCommand.RemoveLimit;
import io.affidavit.schemas.access.AccessCommand.ReportExhaustion;
import io.affidavit.schemas.access.AccessCommand.ReportThreshold;
import io.affidavit.schemas.access.AccessCommand.SetLimit;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitView;
import io.affidavit.schemas.value.LimitId;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// A limit: its terms and what was reported of it. What is booked on it is the ledger's.
@Aggregate(type = LimitAggregate.TYPE)
class LimitAggregate {

    static final String TYPE = "limit";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable LimitId id;

    private LimitState state = new LimitState.Absent();

    LimitAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    LimitView handle(SetLimit command) {
        apply(LimitDecider.decide(state, command));
        return view((InForce) state);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    LimitView handle(RaiseLimit command) {
        apply(LimitDecider.decide(state, command));
        return view((InForce) state);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    LimitView handle(RemoveLimit command) {
        LimitState before = state;
        apply(LimitDecider.decide(state, command));
        return view((InForce) before);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ReportThreshold command) {
        apply(LimitDecider.decide(state, command));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ReportExhaustion command) {
        apply(LimitDecider.decide(state, command));
    }

    @EventSourcingHandler
    void on(AccessEvent event) {
        if (event instanceof LimitSet set) {
            id = set.terms().limit();
        }
        state = state.evolve(event);
    }

    private static void apply(List<AccessEvent> events) {
        events.forEach(AggregateLifecycle::apply);
    }

    private static LimitView view(InForce limit) {
        Raise raise = limit.raise();
        LimitTerms terms = limit.set().terms();
        return raise == null || raise.amount() <= terms.amount()
                ? new LimitView(terms, null, null)
                : new LimitView(terms, raise.amount(), raise.until());
    }
}
