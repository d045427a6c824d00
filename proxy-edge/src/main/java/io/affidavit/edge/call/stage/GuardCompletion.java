package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.guard.Guard;
import io.affidavit.schemas.policy.Direction;

/// What policy says about the answer. The verdict is carried out at the conclusion: an answer that
/// may not pass is not told to the client as one.
public final class GuardCompletion implements Stage {

    private final Guard guard;

    public GuardCompletion(Guard guard) {
        this.guard = guard;
    }

    @Override
    public StageResult apply(CallContext call) {
        byte[] answer = call.attempted().end().produced().bytes();
        call.judgedCompletion(guard.judge(call.policy(), Direction.COMPLETION, answer));
        return StageResult.PROCEED;
    }
}
