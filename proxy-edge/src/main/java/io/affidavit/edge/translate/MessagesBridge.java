package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.MessageMeter;
import io.affidavit.edge.anthropic.MessageStream;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.Losses;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.openai.OutboundBody;
import io.affidavit.schemas.call.Surface;

/// Anthropic's dialect on both sides: bytes pass, only the model's name is replaced.
final class MessagesBridge implements Bridge {

    @Override
    public Surface providerSurface() {
        return Surface.MESSAGES;
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
        return switch (MessageMeter.read(body, request.promptTokens())) {
            case AnswerFacts facts -> new WholeAnswer.Sound(body, facts);
            case AnswerFault fault -> new WholeAnswer.Faulty(fault);
        };
    }

    @Override
    public AnswerStream stream(InboundRequest request) {
        return new MessageStream(request.promptTokens());
    }
}
