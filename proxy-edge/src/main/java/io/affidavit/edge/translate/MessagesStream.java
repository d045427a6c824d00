package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.MessageEvents;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.edge.openai.ChatDeltas;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A streamed chat completion, retold as a streamed message: blocks one after another, each with
/// its start and stop. The last block's stop, `message_delta` and `message_stop` are held.
final class MessagesStream implements AnswerStream, ChatDeltas.Sink {

    /// Where the provider gives no id or names no model.
    static final String NO_NAME = "unnamed";

    /// No block is open.
    private static final long NOTHING = -2;

    /// The open block is text.
    private static final long TEXT = -1;

    private final ChatDeltas deltas;
    private final MessageEvents events = new MessageEvents();
    private @Nullable ByteBuf out;
    private boolean started;
    private int block = -1;
    private long open = NOTHING;
    private long lastCall = -1;
    private boolean refused;

    /// @param promptTokens what the prompt is taken for when no usage is reported
    MessagesStream(long promptTokens) {
        deltas = new ChatDeltas(promptTokens, this);
    }

    @Override
    public @Nullable AnswerFault read(ByteBuf in, ByteBuf target) {
        out = target;
        AnswerFault fault = deltas.read(in);
        out = null;
        return fault;
    }

    @Override
    public @Nullable AnswerFault end(ByteBuf target) {
        out = target;
        AnswerFault fault = deltas.end();
        out = null;
        return fault;
    }

    @Override
    public boolean done() {
        return deltas.done();
    }

    @Override
    public void writeEnd(ByteBuf target) {
        AnswerFacts facts = deltas.facts();
        start(target);
        stop(target);
        events.end(
                target,
                MessageStop.reason(facts.finishReason(), lastCall >= 0, refused),
                facts.usage());
    }

    @Override
    public AnswerFacts facts() {
        return deltas.facts();
    }

    @Override
    public void text(JsonValue text) {
        ByteBuf target = target();
        if (open != TEXT) {
            begin(target, TEXT);
            events.textStart(target, block);
        }
        events.text(target, block, text);
    }

    @Override
    public void refusal(JsonValue text) {
        refused = true;
        text(text);
    }

    @Override
    public void tool(
            long index,
            @Nullable JsonValue id,
            @Nullable JsonValue name,
            @Nullable JsonValue arguments) {
        ByteBuf target = target();
        if (open != index) {
            if (index <= lastCall) {
                deltas.breakOff("tool call " + index + " goes on after another block began");
                return;
            }
            begin(target, index);
            lastCall = index;
            events.toolStart(
                    target,
                    block,
                    ToolIds.outward(JsonValue.text(id, "call_" + index)),
                    JsonValue.text(name, NO_NAME));
        }
        if (arguments != null) {
            events.arguments(target, block, arguments);
        }
    }

    private void begin(ByteBuf target, long kind) {
        start(target);
        stop(target);
        block++;
        open = kind;
    }

    private void start(ByteBuf target) {
        if (!started) {
            started = true;
            AnswerFacts facts = deltas.facts();
            events.start(
                    target,
                    facts.id() == null ? NO_NAME : facts.id(),
                    facts.model() == null ? NO_NAME : facts.model());
        }
    }

    private void stop(ByteBuf target) {
        if (open != NOTHING) {
            events.stop(target, block);
            open = NOTHING;
        }
    }

    private ByteBuf target() {
        if (out == null) {
            throw new IllegalStateException("piece: outside of reading");
        }
        return out;
    }
}
