package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.Losses;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.schemas.call.Surface;

/// From a client of Anthropic's Messages to a provider of OpenAI's chat completions and back.
final class MessagesToOpenAi implements Bridge {

    @Override
    public Surface providerSurface() {
        return Surface.CHAT_COMPLETIONS;
    }

    @Override
    public Losses losses(InboundRequest request, String upstreamModel) {
        return new Losses(MessagesUnsaid.of(request), MessagesAdjusted.of(request, upstreamModel));
    }

    @Override
    public byte[] request(InboundRequest request, String upstreamModel) {
        return MessagesRequest.write(request, upstreamModel);
    }

    @Override
    public WholeAnswer answer(InboundRequest request, byte[] body) {
        return MessagesAnswer.read(body, request.promptTokens());
    }

    @Override
    public AnswerStream stream(InboundRequest request) {
        return new MessagesStream(request.promptTokens());
    }
}
