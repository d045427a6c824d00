package io.affidavit.edge.call;

import io.affidavit.edge.anthropic.TokenEstimate;

/// Answers what needs no provider: which models there are, how long a prompt is, what is known of
/// the key and its calls. Nothing is decided, so nothing is recorded; only a refusal is.
public final class LocalAnswers {

    private final Stage authenticate;
    private final Stage permit;
    private final Stage read;
    private final OwnAnswers own;
    private final CallPipeline pipeline;

    /// @param read what is asked for, where it is a prompt to count
    /// @param own tells a key of itself
    /// @param pipeline records and answers refusals
    public LocalAnswers(
            Stage authenticate, Stage permit, Stage read, OwnAnswers own, CallPipeline pipeline) {
        this.authenticate = authenticate;
        this.permit = permit;
        this.read = read;
        this.own = own;
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
            result = found(call);
        }
        if (result instanceof StageResult.Refuse refuse) {
            pipeline.refuse(call, refuse);
        }
    }

    private StageResult found(CallContext call) {
        ModelGrant grant = ModelGrant.of(call.catalog(), call.key());
        return switch (call.endpoint().kind()) {
            case COUNT_TOKENS -> count(call, grant);
            case KEY -> own.key(call);
            case GENERATION -> own.generation(call);
            default -> Models.answer(call, grant);
        };
    }

    private static StageResult count(CallContext call, ModelGrant grant) {
        if (!grant.allows(call.alias().value())) {
            return StageResult.Refuse.modelNotFound();
        }
        long tokens = TokenEstimate.of(call.inbound().body());
        call.client().answer(Answer.ok(call, TokenEstimate.body(tokens)));
        return StageResult.PROCEED;
    }
}
