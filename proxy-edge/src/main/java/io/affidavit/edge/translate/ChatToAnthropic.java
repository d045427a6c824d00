package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.Losses;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.schemas.call.Surface;
import java.time.InstantSource;

/// From a client of OpenAI's chat completions to a provider of Anthropic's Messages and back.
final class ChatToAnthropic implements Bridge {

    private final InstantSource clock;

    /// @param clock tells when an answer was made; providers of this protocol do not
    ChatToAnthropic(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Surface providerSurface() {
        return Surface.MESSAGES;
    }

    @Override
    public Losses losses(InboundRequest request, String upstreamModel) {
        return ChatToAnthropicRequest.losses(request, upstreamModel);
    }

    @Override
    public byte[] request(InboundRequest request, String upstreamModel) {
        return ChatToAnthropicRequest.write(request, upstreamModel);
    }

    @Override
    public WholeAnswer answer(InboundRequest request, byte[] body) {
        return ChatToAnthropicAnswer.read(
                body, ChatMembers.wantsJson(request), request.promptTokens(), seconds());
    }

    @Override
    public AnswerStream stream(InboundRequest request) {
        return new ChatToAnthropicStream(
                ChatMembers.wantsJson(request),
                request.usageAsked(),
                request.promptTokens(),
                seconds());
    }

    private long seconds() {
        return clock.instant().getEpochSecond();
    }
}
