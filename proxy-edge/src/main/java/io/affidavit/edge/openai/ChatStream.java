package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.EventStream;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonText;
import io.affidavit.edge.sse.Sse;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.TokenUsage;
import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A streamed chat completion between provider and client: content passes at once, the end is held
/// until it may be told, usage is metered whether or not the client asked for it.
///
/// Each event that leaves is one `data:` line with one JSON object or `[DONE]`. What is held: every
/// chunk with a finish reason, the usage chunk, and `[DONE]`. A chunk without choices is no
/// content: it is metered and dropped. The model's name stays the provider's. Not thread-safe;
/// belongs to one event loop. Holds no reference-counted memory, so it may be dropped at any time.
public final class ChatStream extends EventStream {

    private static final int BYTES_PER_TOKEN = 4;

    private final boolean usageAsked;
    private final long promptTokens;
    private final HeldEvents held = new HeldEvents();
    private final BitSet ended = new BitSet(1);
    private @Nullable TokenUsage usage;
    private @Nullable String model;
    private @Nullable String id;
    private @Nullable String finishReason;
    private @Nullable String serviceTier;
    private long contentBytes;
    private long highestIndex = -1;

    /// @param usageAsked whether the client asked for the usage chunk
    /// @param promptTokens what the prompt is taken for when no usage is reported
    public ChatStream(boolean usageAsked, long promptTokens) {
        this.usageAsked = usageAsked;
        this.promptTokens = promptTokens;
    }

    @Override
    protected void cutOff() {
        finish("ended");
    }

    /// Some servers end every stream in order, also one that broke off behind them: only what each
    /// choice says of itself counts.
    private void finish(String how) {
        if (highestIndex >= 0 && ended.cardinality() > highestIndex) {
            finished();
        } else {
            breakOff(how + " without a finish reason");
        }
    }

    @Override
    public void writeEnd(ByteBuf target) {
        held.write(target, usageAsked);
    }

    @Override
    public AnswerFacts facts() {
        if (usage != null) {
            return new AnswerFacts(
                    model, id, finishReason, serviceTier, usage, UsageSource.REPORTED);
        }
        TokenUsage estimate =
                new TokenUsage(
                        promptTokens,
                        0,
                        0,
                        (contentBytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN,
                        0);
        return new AnswerFacts(
                model, id, finishReason, serviceTier, estimate, UsageSource.ESTIMATED);
    }

    @Override
    protected void take(boolean error, byte[] bytes, int from, int to, ByteBuf target)
            throws JsonException {
        if (JsonText.isExactly(bytes, from, to, "[DONE]")) {
            finish("said that it is done");
            return;
        }
        ChunkScan chunk = ChunkScan.of(bytes, from, to, model == null || id == null);
        if (chunk.knownReason != null) {
            byte[] known = FinishReasons.replace(bytes, from, to, chunk);
            take(error, known, 0, known.length, target);
        } else if (error || chunk.error || chunk.broken) {
            breakOff(ProviderErrorReader.inside(bytes, from, to));
        } else {
            meter(chunk);
            pass(chunk, bytes, from, to, target);
        }
    }

    private void meter(ChunkScan chunk) {
        model = model == null ? chunk.model : model;
        id = id == null ? chunk.id : id;
        serviceTier = chunk.serviceTier == null ? serviceTier : chunk.serviceTier;
        usage = chunk.usage == null ? usage : chunk.usage;
        contentBytes += chunk.contentBytes;
        highestIndex = Math.max(highestIndex, chunk.highestIndex);
        if (chunk.ended != null) {
            ended.or(chunk.ended);
        }
        if (chunk.firstFinished) {
            finishReason = chunk.finishReason;
        }
    }

    private void pass(ChunkScan chunk, byte[] bytes, int from, int to, ByteBuf target) {
        if (chunk.choices == 0) {
            if (chunk.usage != null && chunk.choicesSeen) {
                held.usage(bytes, from, to);
            }
        } else if (chunk.finished) {
            if (!held.finish(chunk, bytes, from, to, usageAsked)) {
                breakOff("its end is longer than " + MAX_EVENT_BYTES + " bytes");
            }
        } else if (chunk.usageFrom >= 0 && !usageAsked) {
            Sse.writeWithout(target, bytes, from, to, chunk.usageFrom, chunk.usageTo);
        } else {
            Sse.write(target, bytes, from, to);
        }
    }
}
