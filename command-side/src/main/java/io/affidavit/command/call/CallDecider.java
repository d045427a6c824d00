package io.affidavit.command.call;

import io.affidavit.command.call.CallState.Abandoned;
import io.affidavit.command.call.CallState.Open;
import io.affidavit.command.call.CallState.Unknown;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.Judged;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.util.ArrayList;
import java.util.List;

/// Decides about one call. Pure: everything it needs is in the state and the command, but for the
/// prices in force at a time. A command delivered twice was already decided.
final class CallDecider {

    private CallDecider() {}

    /// The facts that follow, none if the command has nothing to add.
    ///
    /// @param prices what calls cost
    /// @param holds what an admission or the next attempt is to hold of limits
    static List<CallEvent> decide(
            CallState state, CallCommand command, Prices prices, Holding holds) {
        return switch (command) {
            case AdmitCall admit when state instanceof Unknown -> admitted(admit, holds);
            case RefuseCall refuse when state instanceof Unknown -> List.of(refused(refuse));
            case FailAttempt failed
                    when state instanceof Open open
                            && open.attempt() == failed.attempt()
                            && !open.attemptFailed() ->
                    attemptFailed(failed, open, prices, holds.attempt());
            case CompleteCall done when state instanceof Open open -> completed(done, prices, open);
            case CompleteCall late when state instanceof Abandoned abandoned -> // never silence
                    List.of(LateConclusion.of(late, prices, abandoned));
            case FailCall failed when state instanceof Open open -> failed(failed, prices, open);
            case FailCall late when state instanceof Abandoned abandoned ->
                    List.of(LateConclusion.of(late, prices, abandoned));
            case AbandonCall abandon when state instanceof Open open ->
                    List.of(
                            new CallAbandoned(
                                    abandon.callId(),
                                    abandon.decidedAt(),
                                    abandon.node(),
                                    abandon.leaseEndedAt(),
                                    Bookings.abandoned(open.holds())));
            case AdmitCall _,
                    RefuseCall _,
                    FailAttempt _,
                    CompleteCall _,
                    FailCall _,
                    AbandonCall _ ->
                    List.of();
            case CoalesceRefusals _ ->
                    throw new IllegalArgumentException("refusals belong to no call");
        };
    }

    private static List<CallEvent> admitted(AdmitCall admit, Holding holds) {
        return List.of(
                new CallAdmitted(
                        admit.callId(),
                        admit.decidedAt(),
                        admit.caller().key(),
                        admit.credential(),
                        admit.caller().organization(),
                        admit.caller().team(),
                        admit.caller().project(),
                        admit.alias(),
                        admit.surface(),
                        admit.stream(),
                        admit.requestBytes(),
                        admit.traceParent(),
                        admit.judged().policy(),
                        admit.estimate(),
                        holds.chain(),
                        priced(admit, holds.chain()),
                        admit.parts()),
                judged(admit.callId(), admit.judged()),
                new RouteChosen(admit.callId(), 1, admit.choice(), holds.attempt()));
    }

    /// Only what is held in money rests on where the call may go.
    private static List<Destination> priced(AdmitCall admit, List<Booking> holds) {
        return holds.stream().anyMatch(hold -> hold.unit() == LimitUnit.USD)
                ? admit.destinations()
                : List.of();
    }

    private static CallRefused refused(RefuseCall refuse) {
        return new CallRefused(
                refuse.callId(),
                refuse.decidedAt(),
                refuse.caller().key(),
                refuse.caller().organization(),
                refuse.caller().team(),
                refuse.caller().project(),
                refuse.alias(),
                refuse.surface(),
                refuse.failure(),
                refuse.param(),
                refuse.requestBytes(),
                null);
    }

    /// What becomes of an admission for which a limit has no room.
    static CallRefused refused(AdmitCall admit, LimitExceeded limit) {
        return new CallRefused(
                admit.callId(),
                admit.decidedAt(),
                admit.caller().key(),
                admit.caller().organization(),
                admit.caller().team(),
                admit.caller().project(),
                admit.alias(),
                admit.surface(),
                limit.failure(),
                null,
                admit.requestBytes(),
                limit);
    }

    private static List<CallEvent> attemptFailed(
            FailAttempt failed, Open open, Prices prices, List<Booking> next) {
        AttemptFailed fact =
                new AttemptFailed(
                        failed.callId(),
                        failed.attempt(),
                        failed.deployment(),
                        failed.failure(),
                        failed.phase(),
                        failed.upstreamStatus(),
                        failed.elapsedMicros(),
                        failed.mayBeCharged(),
                        failed.usage(),
                        settled(failed, open, prices),
                        null);
        return failed.next() == null
                ? List.of(fact)
                : List.of(
                        fact,
                        new RouteChosen(
                                failed.callId(), failed.attempt() + 1, failed.next(), next));
    }

    private static List<Booking> settled(FailAttempt failed, Open open, Prices prices) {
        if (open.attemptHolds().isEmpty()) {
            return List.of();
        }
        Metered used = new Metered(failed.usage(), UsageSource.ESTIMATED, null, null);
        return Bookings.settled(
                open.attemptHolds(),
                failed.usage(),
                CallCost.of(prices, open.tariff(), used).amount());
    }

    private static List<CallEvent> completed(CompleteCall done, Prices prices, Open open) {
        Cost cost = CallCost.of(prices, open.tariff(), done.metered());
        if (done.told() != null && !done.told().equals(cost)) {
            throw Refusal.exception(
                    FailureCode.CONFLICT, "told: not what is booked (expected: the cost now)");
        }
        List<CallEvent> facts =
                unbegun(done.callId(), open, done.attempts(), FailureCode.CLIENT_CLOSED);
        facts.add(judged(done.callId(), done.judged()));
        facts.add(
                new CallCompleted(
                        done.callId(),
                        done.decidedAt(),
                        done.outcome(),
                        done.deployment(),
                        done.provider(),
                        done.upstreamModel(),
                        done.providerRequestId(),
                        done.finishReason(),
                        done.metered().usage(),
                        done.metered().source(),
                        cost.amount(),
                        cost.priceId(),
                        done.responseBytes(),
                        done.timings(),
                        Bookings.settled(
                                open.holds(done.attempts()), done.metered().usage(), cost.amount()),
                        done.parts()));
        return facts;
    }

    private static List<CallEvent> failed(FailCall failed, Prices prices, Open open) {
        Cost cost = CallCost.of(prices, open.tariff(), failed.metered());
        List<CallEvent> facts = unbegun(failed.callId(), open, failed.attempts(), failed.failure());
        facts.add(
                new CallFailed(
                        failed.callId(),
                        failed.decidedAt(),
                        failed.failure(),
                        failed.attempts(),
                        failed.metered().usage(),
                        failed.metered().source(),
                        cost.amount(),
                        cost.priceId(),
                        failed.timings(),
                        Bookings.settled(
                                open.holds(failed.attempts()),
                                failed.metered().usage(),
                                cost.amount()),
                        failed.parts()));
        return facts;
    }

    /// That the attempt on record was never begun, where the call ended before; what the call used
    /// it used before that.
    ///
    /// @param attempts how many were begun
    private static List<CallEvent> unbegun(
            CallId callId, Open open, int attempts, FailureCode why) {
        List<CallEvent> facts = new ArrayList<>(3);
        DeploymentId deployment = open.tariff().deployment();
        if (open.isUnbegun(attempts) && deployment != null) {
            facts.add(
                    new AttemptFailed(
                            callId,
                            open.attempt(),
                            deployment,
                            why,
                            AttemptPhase.NONE,
                            null,
                            0,
                            false,
                            TokenUsage.NONE,
                            Bookings.unbegun(open.attemptHolds()),
                            null));
        }
        return facts;
    }

    private static GuardrailJudged judged(CallId callId, Judged judged) {
        return new GuardrailJudged(
                callId, judged.direction(), judged.policy(), judged.verdict(), judged.findings());
    }
}
