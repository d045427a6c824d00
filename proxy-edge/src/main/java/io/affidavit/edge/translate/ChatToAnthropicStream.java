package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.MessageErrorReader;
import io.affidavit.edge.anthropic.MessageEvent;
import io.affidavit.edge.anthropic.MessageTally;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.EventStream;
import io.affidavit.edge.json.JsonException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads a streamed message and writes it as a streamed chat completion. Content passes at once,
/// and the role with it, so that nothing has been said while another attempt could still follow;
/// finish reason, usage and `[DONE]` are held. An answer that does not come to `message_stop` is
/// none.
final class ChatToAnthropicStream extends EventStream {

    private final boolean wantsJson;
    private final boolean usageAsked;
    private final long promptTokens;
    private final long created;
    private final MessageTally tally = new MessageTally();
    private @Nullable ChatToAnthropicBlocks blocks;
    private @Nullable ChatChunks chunks;

    /// @param wantsJson whether the tool that answers counts as the answer
    /// @param usageAsked whether the client asked for the usage chunk
    /// @param promptTokens what the prompt is taken for when no usage is reported
    /// @param created seconds since 1970
    ChatToAnthropicStream(boolean wantsJson, boolean usageAsked, long promptTokens, long created) {
        this.wantsJson = wantsJson;
        this.usageAsked = usageAsked;
        this.promptTokens = promptTokens;
        this.created = created;
    }

    @Override
    protected void cutOff() {
        breakOff("ended without message_stop");
    }

    @Override
    public void writeEnd(ByteBuf target) {
        String reason = tally.stopReason();
        if (chunks != null && blocks != null && reason != null) {
            chunks.end(target, ChatFinish.reason(reason, blocks.called()), tally.reported());
        }
    }

    @Override
    public AnswerFacts facts() {
        return tally.facts(promptTokens, blocks == null ? 0 : blocks.contentBytes());
    }

    @Override
    protected void take(boolean error, byte[] bytes, int from, int to, ByteBuf target)
            throws JsonException {
        MessageEvent event = MessageEvent.of(bytes, from, to);
        if (error || event.type() == MessageEvent.Type.ERROR) {
            breakOff(MessageErrorReader.inside(bytes, from, to));
        } else {
            take(event, target);
        }
    }

    private void take(MessageEvent event, ByteBuf target) throws JsonException {
        switch (event.type()) {
            case MESSAGE_START -> start(event);
            case BLOCK_START -> begun().start(event, target);
            case BLOCK_DELTA -> begun().delta(event, target);
            case BLOCK_STOP -> begun().stop(event, target);
            case MESSAGE_DELTA -> {
                begun();
                tally.change(event);
            }
            case MESSAGE_STOP -> {
                begun().stopAll(target);
                if (tally.stopReason() == null) {
                    throw new JsonException("message_stop without a reason");
                }
                finished();
            }
            case ERROR, OTHER -> {}
        }
    }

    private void start(MessageEvent event) throws JsonException {
        if (chunks != null || event.message() == null) {
            throw new JsonException("message_start twice or empty");
        }
        tally.start(event.message());
        chunks = new ChatChunks(tally.id(), tally.model(), created, usageAsked);
        blocks = new ChatToAnthropicBlocks(chunks, wantsJson);
    }

    private ChatToAnthropicBlocks begun() throws JsonException {
        if (blocks == null) {
            throw new JsonException("no message_start before it");
        }
        return blocks;
    }
}
