package io.affidavit.edge.call;

import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a call, top to bottom on its own virtual thread.
public final class CallPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(CallPipeline.class);
    private static final int UNAUTHORIZED = 401;

    private final List<Stage> stages;
    private final Stage rescue;
    private final Refusals refusals;
    private final Denials denials;
    private final CallMeter meter;

    /// @param stages in their order; the first authenticates
    /// @param rescue concludes an admitted call at which a stage failed
    public CallPipeline(
            List<Stage> stages, Stage rescue, Refusals refusals, Denials denials, CallMeter meter) {
        this.stages = List.copyOf(stages);
        this.rescue = rescue;
        this.refusals = refusals;
        this.denials = denials;
        this.meter = meter;
    }

    /// Runs a call to its end, also when the gateway itself fails at it: what was admitted is
    /// concluded, and what was not is refused.
    public void run(CallContext call) {
        try {
            decide(call);
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("callId", call.id())
                    .log("a call failed in the gateway");
            if (call.isAdmitted()) {
                rescue.apply(call);
            } else {
                refuse(call, StageResult.Refuse.of(FailureCode.INTERNAL_ERROR));
            }
        } finally {
            call.end();
        }
    }

    private void decide(CallContext call) {
        for (Stage stage : stages) {
            if (stage.apply(call) instanceof StageResult.Refuse refuse) {
                refuse(call, refuse);
                return;
            }
        }
    }

    /// A request is answered before it is a call.
    void turnedAway(FailureCode why) {
        meter.turnedAway(why);
    }

    /// Records a refusal, then answers it.
    void refuse(CallContext call, StageResult.Refuse refuse) {
        if (!call.isAuthenticated()) {
            if (refuse.code().status() == UNAUTHORIZED) {
                denials.count(call, refuse.code());
            }
            answer(call, refuse, List.of());
            return;
        }
        StageResult.Refuse told = refuse;
        if (!refuse.settled()) {
            try {
                refusals.record(call, refuse);
            } catch (RecordingFailed e) {
                told = e.settled();
            }
        }
        answer(call, told, call.head().ofWhole());
    }

    private void answer(CallContext call, StageResult.Refuse refuse, List<Answer.Field> head) {
        meter.refused(call, refuse.code());
        call.unclaim(); // whoever hears of it may call again at once
        call.client()
                .answer(
                        switch (refuse.code()) {
                            case METHOD_NOT_SUPPORTED -> call.answers().methodNotSupported(head);
                            default ->
                                    call.answers().error(refuse, head, refuse.retryAfterSeconds());
                        });
    }
}
