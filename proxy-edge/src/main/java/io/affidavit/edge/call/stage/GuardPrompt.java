package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.guard.Guard;
import io.affidavit.schemas.call.CallCommand.Judged;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.FailureCode;

/// Whether policy lets the prompt pass. Redaction cannot be carried out yet, so it refuses as well:
/// what policy wants removed must not leave.
public final class GuardPrompt implements Stage {

    private final Guard guard;

    public GuardPrompt(Guard guard) {
        this.guard = guard;
    }

    @Override
    public StageResult apply(CallContext call) {
        if (call.catalog().policy() == null) {
            return StageResult.Refuse.settled(FailureCode.EVIDENCE_UNAVAILABLE);
        }
        Judged judged = guard.judge(call.policy(), Direction.PROMPT, call.request().body());
        call.judged(judged);
        return judged.verdict().compareTo(Verdict.REDACT) < 0
                ? StageResult.PROCEED
                : StageResult.Refuse.of(FailureCode.CONTENT_POLICY_VIOLATION);
    }
}
