package io.affidavit.query.evidence;

import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells a call from its records.
final class CallViewFold {

    private int attempts;
    private CallView.@Nullable Target target;
    private CallView.@Nullable Ending ending;

    private CallViewFold() {}

    /// @param first the record that began the call
    static CallView of(CallAdmitted first, List<CallEvent> story) {
        CallViewFold fold = new CallViewFold();
        story.forEach(fold::apply);
        return new CallView(
                first.callId(),
                first.decidedAt(),
                first.alias(),
                first.surface(),
                first.stream(),
                fold.attempts,
                fold.target,
                fold.ending);
    }

    /// A call that was not admitted: nothing was used.
    static CallView of(CallRefused only) {
        CallView.Ending ending =
                new CallView.Ending(
                        CallOutcome.REFUSED,
                        only.failure(),
                        null,
                        TokenUsage.NONE,
                        NanoUsd.ZERO,
                        null,
                        null);
        return new CallView(
                only.callId(),
                only.decidedAt(),
                only.alias(),
                only.surface(),
                false,
                0,
                null,
                ending);
    }

    private void apply(CallEvent event) {
        switch (event) {
            case RouteChosen route -> chosen(route);
            case AttemptFailed failed -> attempts = Math.max(attempts, failed.attempt());
            case CallCompleted done ->
                    ending =
                            new CallView.Ending(
                                    done.outcome(),
                                    null,
                                    new CallView.Answer(
                                            done.upstreamModel(),
                                            done.providerRequestId(),
                                            done.finishReason()),
                                    done.usage(),
                                    done.costNanoUsd(),
                                    done.priceId(),
                                    done.timings());
            case CallFailed failed ->
                    ending =
                            new CallView.Ending(
                                    CallOutcome.FAILED,
                                    failed.failure(),
                                    null,
                                    failed.usage(),
                                    failed.costNanoUsd(),
                                    failed.priceId(),
                                    failed.timings());
            case CallAbandoned _ ->
                    ending =
                            new CallView.Ending(
                                    CallOutcome.ABANDONED,
                                    null,
                                    null,
                                    TokenUsage.NONE,
                                    null,
                                    null,
                                    null);
            case CallConcludedLate late ->
                    ending =
                            new CallView.Ending(
                                    late.outcome(),
                                    late.failure(),
                                    null,
                                    late.usage(),
                                    late.costNanoUsd(),
                                    late.priceId(),
                                    late.timings());
            case CallAdmitted _, CallRefused _, GuardrailJudged _ -> {
                // Says nothing that the view shows.
            }
        }
    }

    private void chosen(RouteChosen route) {
        attempts = Math.max(attempts, route.attempt());
        for (Candidate candidate : route.choice().candidates()) {
            if (candidate.deployment().equals(route.choice().chosen())) {
                target =
                        new CallView.Target(
                                candidate.deployment(),
                                candidate.provider(),
                                candidate.upstreamModel());
            }
        }
    }
}
