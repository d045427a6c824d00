package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AttemptEnd;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.Costs;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.call.RecordingFailed;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.edge.openai.ErrorBody;
import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// Puts the call's end on record, and only then tells the client that it is the end. If that fails,
/// the client is told so and the end is recorded as soon as it can be.
public final class Conclude implements Stage {

    /// After so many prices in a row that changed, the answer does without.
    private static final int MAX_TELLINGS = 3;

    private final CallRecorder recorder;
    private final Conclusions conclusions;
    private final Patience patience;
    private final TellCost teller;

    public Conclude(
            CallRecorder recorder, Conclusions conclusions, Patience patience, Costs costs) {
        this.recorder = recorder;
        this.conclusions = conclusions;
        this.patience = patience;
        this.teller = new TellCost(costs);
    }

    @Override
    public StageResult apply(CallContext call) {
        Ending ending = new Ending(call);
        switch (call.attempted().end()) {
            case AttemptEnd.Answered(Produced produced) -> answered(call, produced, ending);
            case AttemptEnd.Broken(AttemptFailure failure, Produced produced) ->
                    failed(call, refusal(failure), failure, produced, ending);
            case AttemptEnd.Stopped(FailureCode why, Produced produced) ->
                    failed(call, StageResult.Refuse.of(why), null, produced, ending);
            case AttemptEnd.Left(Produced produced) ->
                    patience.record(
                            call,
                            conclusions.complete(call, CallOutcome.CLIENT_CLOSED, produced, null));
        }
        return StageResult.PROCEED;
    }

    private void answered(CallContext call, Produced produced, Ending ending) {
        if (call.completion().verdict().compareTo(Verdict.REDACT) >= 0) {
            StageResult.Refuse refuse = StageResult.Refuse.of(FailureCode.CONTENT_POLICY_VIOLATION);
            failed(call, refuse, null, produced, ending);
            return;
        }
        Produced recorded = recorded(call, produced);
        if (recorded == null) {
            unrecorded(call, produced, ending);
        } else if (call.lease().mayForward()) {
            ending.whole(recorded);
        } else { // ended by somebody else, perhaps, and then this was its late conclusion
            StageResult.Refuse refuse = StageResult.Refuse.of(FailureCode.EVIDENCE_UNAVAILABLE);
            ending.failed(refuse, produced, null);
        }
    }

    /// Puts the answer on record with the cost in it, where it is asked for: it is committed to
    /// with the bytes that leave. A price that turned up meanwhile makes it be told anew.
    ///
    /// @return the answer that is on record; `null` when none is
    private @Nullable Produced recorded(CallContext call, Produced produced) {
        for (int tries = 1; ; tries++) {
            TellCost.Told told = tries > MAX_TELLINGS ? null : teller.tell(call, produced);
            Produced answer = told == null ? produced : told.answer();
            try {
                recorder.record(
                        call,
                        conclusions.complete(
                                call,
                                CallOutcome.COMPLETED,
                                answer,
                                told == null ? null : told.cost()));
                return answer;
            } catch (RecordingFailed e) {
                if (told == null || e.code() != FailureCode.CONFLICT) {
                    return null;
                }
            }
        }
    }

    private void failed(
            CallContext call,
            StageResult.Refuse refuse,
            @Nullable AttemptFailure failure,
            Produced produced,
            Ending ending) {
        CallCommand command = conclusions.fail(call, refuse.code(), failure, produced);
        if (isRecorded(call, command)) {
            ending.failed(refuse, produced, failure == null ? null : failure.retryAfterSeconds());
        } else {
            unrecorded(call, produced, ending);
        }
    }

    private void unrecorded(CallContext call, Produced produced, Ending ending) {
        FailureCode code = FailureCode.EVIDENCE_UNAVAILABLE;
        ending.failed(StageResult.Refuse.of(code), produced, null);
        patience.record(call, conclusions.fail(call, code, null, produced));
    }

    private boolean isRecorded(CallContext call, CallCommand command) {
        try {
            recorder.record(call, command);
            return true;
        } catch (RecordingFailed _) {
            return false;
        }
    }

    private static StageResult.Refuse refusal(AttemptFailure failure) {
        ProviderError.Rejection words = failure.rejection();
        return words == null
                ? StageResult.Refuse.of(failure.code())
                : new StageResult.Refuse(
                        failure.code(),
                        words.param(),
                        words.message().isBlank()
                                ? ErrorBody.message(failure.code())
                                : words.message(),
                        true);
    }
}
