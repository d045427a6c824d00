package io.affidavit.edge.call;

import io.affidavit.edge.anthropic.TokenEstimate;

/// Answers what needs no provider: which models there are, how long a prompt is. Nothing is
/// decided, so nothing is recorded; only a refusal is.
public final class LocalAnswers {

    private final Stage authenticate;
    private final Stage permit;
    private final Stage read;
    private final CallPipeline pipeline;

    /// @param read what is asked for, where it is a prompt to count
    /// @param pipeline records and answers refusals
    public LocalAnswers(Stage authenticate, Stage permit, Stage read, CallPipeline pipeline) {
        this.authenticate = authenticate;
        this.permit = permit;
        this.read = read;
        this.pipeline = pipeline;
    }

    /// Answers or refuses.
    public void answer(CallContext call) {
        StageResult result = authenticate.apply(call);
        if (result instanceof StageResult.Proceed) {
            result = permit.apply(call);
        }
        boolean counts = call.endpoint().kind() == Endpoint.Kind.COUNT_TOKENS;
        if (counts && result instanceof StageResult.Proceed) {
            result = read.apply(call);
        }
        if (result instanceof StageResult.Proceed) {
            ModelGrant grant = ModelGrant.of(call.catalog(), call.key());
            result = counts ? count(call, grant) : Models.answer(call, grant);
        }
        if (result instanceof StageResult.Refuse refuse) {
            pipeline.refuse(call, refuse);
        }
    }

    private static StageResult count(CallContext call, ModelGrant grant) {
        if (!grant.allows(call.alias().value())) {
            return StageResult.Refuse.modelNotFound();
        }
        long tokens = TokenEstimate.of(call.inbound().body());
        call.client().answer(Answer.ok(call.request(), TokenEstimate.body(tokens)));
        return StageResult.PROCEED;
    }
}
