package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.Losses;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.openai.AnswerMeter;
import io.affidavit.edge.openai.ChatStream;
import io.affidavit.edge.openai.EmbeddingsForm;
import io.affidavit.edge.openai.FinishReasons;
import io.affidavit.edge.openai.OutboundBody;
import io.affidavit.schemas.call.Surface;

/// OpenAI's dialect on both sides: bytes pass, only the model's name is replaced and usage asked
/// for.
final class OpenAiBridge implements Bridge {

    private final Surface surface;

    OpenAiBridge(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Surface providerSurface() {
        return surface;
    }

    @Override
    public Losses losses(InboundRequest request, String upstreamModel) {
        return Losses.NONE;
    }

    @Override
    public byte[] request(InboundRequest request, String upstreamModel) {
        return OutboundBody.rewrite(request, upstreamModel);
    }

    @Override
    public WholeAnswer answer(InboundRequest request, byte[] body) {
        return switch (AnswerMeter.read(surface, body, request.promptTokens())) {
            case AnswerFacts facts -> {
                String reason = facts.finishReason();
                byte[] known =
                        reason == null || FinishReasons.isKnown(reason)
                                ? body
                                : FinishReasons.known(body);
                yield new WholeAnswer.Sound(
                        EmbeddingsForm.asAsked(request, known), FinishReasons.known(facts));
            }
            case AnswerFault fault -> new WholeAnswer.Faulty(fault);
        };
    }

    @Override
    public AnswerStream stream(InboundRequest request) {
        return new ChatStream(request.usageAsked(), request.promptTokens());
    }
}
