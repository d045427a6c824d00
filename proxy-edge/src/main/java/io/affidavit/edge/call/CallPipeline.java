package io.affidavit.edge.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way of a call, top to bottom on its own virtual thread.
public final class CallPipeline {

    private final List<Stage> stages;
    private final Refusals refusals;
    private final Denials denials;

    /// @param stages in their order; the first authenticates
    public CallPipeline(List<Stage> stages, Refusals refusals, Denials denials) {
        this.stages = List.copyOf(stages);
        this.refusals = refusals;
        this.denials = denials;
    }

    /// Runs a call to its end.
    public void run(CallContext call) {
        for (Stage stage : stages) {
            if (stage.apply(call) instanceof StageResult.Refuse refuse) {
                refuse(call, refuse);
                return;
            }
        }
    }

    /// Records a refusal, then answers it.
    void refuse(CallContext call, StageResult.Refuse refuse) {
        if (!call.isAuthenticated()) {
            denials.count(call.request(), call.endpoint(), refuse.code());
            answer(call, refuse, null);
            return;
        }
        StageResult.Refuse told = refuse;
        if (!refuse.settled()) {
            try {
                refusals.record(call, refuse);
            } catch (RecordingFailed e) {
                told = StageResult.Refuse.settled(e.code());
            }
        }
        answer(call, told, Answer.callId(call.request()));
    }

    private static void answer(
            CallContext call, StageResult.Refuse refuse, Answer.@Nullable Field callId) {
        call.client()
                .answer(
                        switch (refuse.code()) {
                            case METHOD_NOT_SUPPORTED ->
                                    Answers.methodNotSupported(call.endpoint(), callId);
                            default -> Answers.error(refuse, callId, null);
                        });
    }
}
