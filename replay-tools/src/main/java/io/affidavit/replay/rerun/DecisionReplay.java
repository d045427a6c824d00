package io.affidavit.replay.rerun;

import io.affidavit.replay.rerun.Decision.Verdict;
import io.affidavit.replay.rerun.Decision.What;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyJudge;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Takes records in the order of the log and makes every decision of a call again: judging,
/// estimating, choosing routes, pricing, holding and settling limits.
///
/// A decision counts as shown only where all its inputs are among the records; memory grows with
/// policies, deployments, limits and open calls.
public final class DecisionReplay {

    private static final String BYTES_OVER_3 = "utf8_bytes_div3/1";
    private static final long BYTES_PER_TOKEN = 3;

    private final Consumer<Decision> decisions;
    private final Map<Digest, PolicyDocument> policies = new HashMap<>();
    private final Map<LimitId, LimitTerms> limits = new HashMap<>();
    private final KnownPrices prices = new KnownPrices();
    private final Conclusions conclusions;
    private final Map<CallId, OpenCall> calls = new HashMap<>();

    /// @param decisions gets each decision as it was made again
    public DecisionReplay(Consumer<Decision> decisions) {
        this.decisions = decisions;
        this.conclusions = new Conclusions(prices, decisions);
    }

    /// The next record.
    ///
    /// @param at append time
    public void accept(long position, Instant at, DomainEvent event) {
        switch (event) {
            case PolicyPublished published -> publish(published);
            case DeploymentRegistered made -> prices.add(at, made);
            case DeploymentChanged changed -> prices.add(at, changed);
            case LimitSet set -> limits.put(set.terms().limit(), set.terms());
            case CallAdmitted admitted -> admit(position, admitted);
            case GuardrailJudged judged -> judge(position, judged);
            case RouteChosen chosen -> route(position, chosen);
            case AttemptFailed failed ->
                    conclusions.judge(position, failed, calls.get(failed.callId()));
            case CallCompleted end -> conclude(position, end.callId(), Conclusion.of(end));
            case CallFailed end -> conclude(position, end.callId(), Conclusion.of(end));
            case CallAbandoned end -> abandon(position, end);
            case CallConcludedLate end -> conclude(position, end.callId(), Conclusion.of(end));
            default -> {
                // Nothing that this edition makes again.
            }
        }
    }

    /// A document counts under its own digest, whatever its record says.
    private void publish(PolicyPublished published) {
        policies.put(EventSerializer.digest(published.document()), published.document());
    }

    private void admit(long position, CallAdmitted call) {
        calls.put(call.callId(), new OpenCall(call));
        estimate(position, call);
        hold(
                position,
                "call.admitted",
                call.holds(),
                HeldCost.of(prices, call, call.destinations()));
    }

    private void estimate(long position, CallAdmitted call) {
        Estimate estimate = call.estimate();
        if (!estimate.method().equals(BYTES_OVER_3)) {
            tell(
                    position,
                    "call.admitted",
                    What.ESTIMATE,
                    Verdict.NOT_SHOWN,
                    estimate.method(),
                    "counted in the request's text, which is sealed");
            return;
        }
        long bytes = call.requestBytes();
        long most = Math.ceilDiv(bytes, BYTES_PER_TOKEN);
        tell(
                position,
                "call.admitted",
                What.ESTIMATE,
                most == estimate.inputTokens() ? Verdict.FOLLOWS : Verdict.DIFFERS,
                estimate.method(),
                "a request of %d bytes has at most %d tokens; recorded %d"
                        .formatted(bytes, most, estimate.inputTokens()));
    }

    private void judge(long position, GuardrailJudged judged) {
        String rule = "policy " + judged.policy();
        PolicyDocument document = policies.get(judged.policy());
        if (document == null) {
            tell(
                    position,
                    "guardrail.judged",
                    What.JUDGEMENT,
                    Verdict.NOT_SHOWN,
                    rule,
                    "the policy's document is not among the records");
            return;
        }
        var again = PolicyJudge.judge(document, judged.direction(), judged.findings());
        tell(
                position,
                "guardrail.judged",
                What.JUDGEMENT,
                again == judged.verdict() ? Verdict.FOLLOWS : Verdict.DIFFERS,
                rule,
                "%d findings in the %s and %d rules give %s; recorded %s"
                        .formatted(
                                judged.findings().size(),
                                word(judged.direction()),
                                document.rules().size(),
                                word(again),
                                word(judged.verdict())));
    }

    private void route(long position, RouteChosen chosen) {
        var choice = chosen.choice();
        tell(
                position,
                "route.chosen",
                What.ROUTE,
                RouteChooser.follows(choice) ? Verdict.FOLLOWS : Verdict.DIFFERS,
                "%s, version %d".formatted(word(choice.strategy()), choice.strategyVersion()),
                "attempt %d: of %d candidates %s%s%s"
                        .formatted(
                                chosen.attempt(),
                                choice.candidates().size(),
                                choice.chosen() == null ? "none" : choice.chosen().value(),
                                choice.draw() == null ? "" : ", draw " + choice.draw(),
                                full(choice)));
        hold(position, chosen);
    }

    /// Nobody but the append could see that, so it is taken as given.
    private static String full(RouteChoice choice) {
        long full =
                choice.candidates().stream()
                        .filter(each -> each.dropped() == DropReason.FULL)
                        .count();
        return full == 0 ? "" : ", " + full + " full as given";
    }

    private void hold(long position, RouteChosen chosen) {
        Candidate candidate = chosen.choice().chosenCandidate();
        OpenCall call = calls.get(chosen.callId());
        if (call != null) {
            List<Destination> there =
                    candidate == null
                            ? List.of()
                            : List.of(
                                    new Destination(
                                            candidate.deployment(), candidate.upstreamModel()));
            hold(
                    position,
                    "route.chosen",
                    chosen.holds(),
                    HeldCost.of(prices, call.admitted(), there));
            call.chose(candidate, chosen.holds());
        } else if (!chosen.holds().isEmpty()) {
            tell(position, "route.chosen", What.HOLDS, Verdict.NOT_SHOWN, "-", "no admission here");
        }
    }

    private void hold(long position, String type, List<Booking> holds, HeldCost cost) {
        for (Booking hold : holds) {
            LimitTerms terms = limits.get(hold.limit());
            boolean priced = hold.unit() != LimitUnit.USD || cost.known();
            if (terms == null || !priced) {
                tell(
                        position,
                        type,
                        What.HOLDS,
                        Verdict.NOT_SHOWN,
                        "limit " + hold.limit(),
                        terms == null
                                ? "the limit's terms are not among the records"
                                : "prices of where the call may go are not among the records");
                continue;
            }
            Booking again = Bookings.holds(List.of(terms), cost.most(), cost.amount()).getFirst();
            tell(
                    position,
                    type,
                    What.HOLDS,
                    again.equals(hold) ? Verdict.FOLLOWS : Verdict.DIFFERS,
                    "limit " + hold.limit(),
                    "holds at most %d %s; recorded %d"
                            .formatted(again.amount(), word(hold.unit()), hold.amount()));
        }
    }

    private void conclude(long position, CallId id, Conclusion end) {
        OpenCall call = calls.get(id);
        conclusions.judge(position, end, call);
        calls.remove(id);
    }

    /// The call stays: it may still be concluded late.
    private void abandon(long position, CallAbandoned end) {
        OpenCall call = calls.get(end.callId());
        if (call != null) {
            conclusions.settle(
                    position, "call.abandoned", Bookings.abandoned(call.holds()), end.settled());
        }
    }

    private void tell(
            long position, String type, What what, Verdict verdict, String rule, String told) {
        decisions.accept(new Decision(position, type, what, verdict, rule, told));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
