package io.affidavit.command.call;

import static org.axonframework.modelling.command.AggregateCreationPolicy.ALWAYS;

import io.affidavit.command.call.CallState.Abandoned;
import io.affidavit.command.call.CallState.Open;
import io.affidavit.command.call.CallState.Over;
import io.affidavit.command.call.CallState.Unknown;
import io.affidavit.command.evidence.AggregateRepositories.Ending;
import io.affidavit.command.evidence.AppendAlternative;
import io.affidavit.command.evidence.AppendHearing;
import io.affidavit.command.evidence.AppendVariants;
import io.affidavit.command.evidence.CommandReceipt;
import io.affidavit.command.limit.Allowance;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.command.limit.FullLimits.Hopeless;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.NextAttempt;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.routing.RouteChoice;
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
    Admission handle(AdmitCall command, CallHolds limits, LimitRefusals refusals, Prices prices) {
        List<Booking> holds = limits.of(command);
        Ways ways =
                Ways.of(
                        new Ways.Attempt(
                                command.callId(), 1, command.estimate(), command.decidedAt()),
                        command.choice(),
                        command.otherwise(),
                        limits);
        OrganizationId organization = command.caller().organization();
        if (holds.isEmpty() && ways.holds().isEmpty()) {
            apply(command, prices, organization, Holding.NOTHING);
            return Admission.UNLIMITED;
        }
        Hopeless hopeless = limits.hopeless(holds, ways.all());
        if (hopeless != null) {
            refusals.record(command, hopeless.exceeded());
            throw hopeless.refusal().exception();
        }
        Admission admission = new Admission(new ArrayList<>(2), new ArrayList<>(1));
        AppendAlternative.stageEnd(
                exceeded -> CallDecider.refused(command, (LimitExceeded) exceeded));
        stage(ways, admission.rates(), admission.instead());
        apply(command, prices, organization, new Holding(holds, ways.holds()));
        return admission;
    }

    /// Lets the append take the first way that has room, and hears which it was.
    private void stage(Ways ways, List<RateLeft> rates, List<RouteChoice> instead) {
        AppendVariants.stage(ways.others());
        AppendHearing.stage(seen -> {
            Allowance allowance = (Allowance) seen;
            rates.addAll(allowance.rates());
            RouteChosen taken = allowance.instead();
            if (taken != null) {
                on(taken); // what was applied before is on no record
                instead.add(taken.choice());
            }
        });
    }

    @CommandHandler
    @CreationPolicy(ALWAYS)
    void handle(RefuseCall command, Prices prices) {
        apply(command, prices, command.caller().organization(), Holding.NOTHING);
    }

    /// Where no deployment that is left has room, the attempt alone is on record, which says so.
    @CommandHandler
    NextAttempt handle(FailAttempt command, CallHolds limits, Prices prices) {
        if (!(state instanceof Open open) || command.next() == null) {
            apply(command, prices);
            return NextAttempt.AS_ASKED;
        }
        Ways ways =
                Ways.of(
                        new Ways.Attempt(
                                command.callId(),
                                command.attempt() + 1,
                                open.admitted().estimate(),
                                open.tariff().admittedAt()),
                        command.next(),
                        command.otherwise(),
                        limits);
        List<CallEvent> facts =
                apply(command, prices, open.organization(), new Holding(List.of(), ways.holds()));
        if (ways.holds().isEmpty() || facts.isEmpty()) {
            return NextAttempt.AS_ASKED;
        }
        NextAttempt next = new NextAttempt(new ArrayList<>(1));
        AttemptFailed failed = (AttemptFailed) facts.getFirst();
        AppendAlternative.stage(exceeded -> failed.without((LimitExceeded) exceeded));
        stage(ways, new ArrayList<>(0), next.instead());
        return next;
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
        OrganizationId organization =
                switch (state) {
                    case Open open -> open.organization();
                    case Abandoned abandoned -> abandoned.organization();
                    case Over over -> over.organization();
                    case Unknown _ ->
                            throw new IllegalStateException("a call without facts was loaded");
                };
        apply(command, prices, organization, Holding.NOTHING);
    }

    private List<CallEvent> apply(
            CallCommand command, Prices prices, OrganizationId organization, Holding holds) {
        MetaData tenant = MetaData.with(RecordMetaData.ORGANIZATION, organization.value());
        List<CallEvent> facts = CallDecider.decide(state, command, prices, holds);
        for (CallEvent event : facts) {
            AggregateLifecycle.apply(event, tenant);
            if (CallConclusions.isAnswered(event.getClass())) {
                CommandReceipt.request();
            }
        }
        return facts;
    }
}
