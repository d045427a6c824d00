package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.Attempted;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;

/// Ends an admitted call at which the gateway itself failed: no bug of ours leaves a call open. The
/// client is told after the record, or after the record was tried for long enough.
public final class Rescue implements Stage {

    private static final byte[] NONE = {};
    private static final Produced NOTHING =
            new Produced(
                    NONE,
                    NONE,
                    new AnswerFacts(null, null, null, null, TokenUsage.NONE, UsageSource.NONE),
                    false,
                    null,
                    null);

    private final Conclusions conclusions;
    private final Patience patience;

    public Rescue(Conclusions conclusions, Patience patience) {
        this.conclusions = conclusions;
        this.patience = patience;
    }

    @Override
    public StageResult apply(CallContext call) {
        Attempted last = call.attemptedOrNull();
        Produced produced = last == null ? NOTHING : last.end().produced();
        FailureCode code = FailureCode.INTERNAL_ERROR;
        patience.record(call, conclusions.fail(call, code, null, produced));
        new Ending(call).failed(StageResult.Refuse.of(code), produced, null);
        return StageResult.PROCEED;
    }
}
