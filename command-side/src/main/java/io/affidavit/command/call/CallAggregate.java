package io.affidavit.command.call;

import static org.axonframework.modelling.command.AggregateCreationPolicy.ALWAYS;

import io.affidavit.command.call.CallState.Abandoned;
import io.affidavit.command.call.CallState.Open;
import io.affidavit.command.call.CallState.Over;
import io.affidavit.command.call.CallState.Unknown;
import io.affidavit.command.evidence.AggregateRepositories.Ending;
import io.affidavit.command.evidence.AppendAlternative;
import io.affidavit.command.evidence.AppendHearing;
import io.affidavit.command.evidence.CommandReceipt;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.command.limit.FullLimits.Hopeless;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// The shell Axon needs around a call's decider.
@Aggregate(type = CallAggregate.TYPE, commandTargetResolver = "callTargets")
class CallAggregate implements Ending {

    static final String TYPE = "call";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private @Nullable CallId id;

    private CallState state = new Unknown();

    /// The call is new by its id; the unique sequence refuses a second admission.
    @CommandHandler
    @CreationPolicy(ALWAYS)
    @SuppressWarnings("unchecked") // the ledger says nothing else
    Admission handle(AdmitCall command, CallHolds limits, LimitRefusals refusals, Prices prices) {
        List<Booking> holds = limits.of(command);
        if (holds.isEmpty()) {
            apply(command, prices, command.caller().organization());
            return Admission.UNLIMITED;
        }
        Hopeless hopeless = limits.hopeless(holds);
        if (hopeless != null) {
            refusals.record(command, hopeless.exceeded());
            throw hopeless.refusal().exception();
        }
        List<RateLeft> rates = new ArrayList<>(2);
        AppendAlternative.stage(exceeded -> CallDecider.refused(command, (LimitExceeded) exceeded));
        AppendHearing.stage(seen -> rates.addAll((List<RateLeft>) seen));
        apply(command, prices, command.caller().organization(), holds);
        return new Admission(rates);
    }

    @CommandHandler
    @CreationPolicy(ALWAYS)
    void handle(RefuseCall command, Prices prices) {
        apply(command, prices, command.caller().organization());
    }

    @CommandHandler
    void handle(FailAttempt command, Prices prices) {
        apply(command, prices);
    }

    @CommandHandler
    void handle(CompleteCall command, Prices prices) {
        apply(command, prices);
    }

    @CommandHandler
    void handle(FailCall command, Prices prices) {
        apply(command, prices);
    }

    @CommandHandler
    void handle(AbandonCall command, Prices prices) {
        apply(command, prices);
    }

    @EventSourcingHandler
    void on(CallEvent event) {
        id = event.callId();
        state = state.evolve(event);
    }

    /// An abandoned call can be concluded late by a node that will look for it in the log.
    @Override
    public boolean isOver() {
        return state instanceof Over || state instanceof Abandoned;
    }

    private void apply(CallCommand command, Prices prices) {
        switch (state) {
            case Open open -> apply(command, prices, open.organization());
            case Abandoned abandoned -> apply(command, prices, abandoned.organization());
            case Over over -> apply(command, prices, over.organization());
            case Unknown _ -> throw new IllegalStateException("a call without facts was loaded");
        }
    }

    private void apply(CallCommand command, Prices prices, OrganizationId organization) {
        apply(command, prices, organization, List.of());
    }

    private void apply(
            CallCommand command, Prices prices, OrganizationId organization, List<Booking> holds) {
        MetaData tenant = MetaData.with(RecordMetaData.ORGANIZATION, organization.value());
        for (CallEvent event : CallDecider.decide(state, command, prices, holds)) {
            AggregateLifecycle.apply(event, tenant);
            if (CallConclusions.isAnswered(event.getClass())) {
                CommandReceipt.request();
            }
        }
    }
}
