package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonText;
import io.affidavit.edge.sse.Sse;
import io.affidavit.edge.sse.SseCodec;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A streamed chat completion between provider and client: content passes at once, the end is held
/// until it may be told, usage is metered whether or not the client asked for it.
///
/// Each event that leaves is one `data:` line with one JSON object or `[DONE]`. What is held: every
/// chunk with a finish reason, the usage chunk, and `[DONE]`. A chunk without choices is no
/// content: it is metered and dropped. The model's name stays the provider's. Not thread-safe;
/// belongs to one event loop. Holds no reference-counted memory, so it may be dropped at any time.
public final class ChatStream implements AnswerStream {

    private static final int BYTES_PER_TOKEN = 4;

    private final boolean usageAsked;
    private final long requestBytes;
    private final SseCodec codec;
    private final HeldEvents held = new HeldEvents();
    private @Nullable ByteBuf out;
    private @Nullable AnswerFault fault;
    private @Nullable TokenUsage usage;
    private @Nullable String model;
    private @Nullable String id;
    private @Nullable String finishReason;
    private boolean done;
    private long contentBytes;
    private long highestIndex = -1;
    private long finishedChoices;

    /// @param usageAsked whether the client asked for the usage chunk
    /// @param requestBytes size of the request, to estimate from when no usage is reported
    public ChatStream(boolean usageAsked, long requestBytes) {
        this.usageAsked = usageAsked;
        this.requestBytes = requestBytes;
        this.codec = new SseCodec(MAX_EVENT_BYTES, this::event);
    }

    @Override
    public @Nullable AnswerFault read(ByteBuf in, ByteBuf target) {
        out = target;
        if (!codec.read(in) && fault == null) {
            fault = broken("event longer than " + MAX_EVENT_BYTES + " bytes");
        }
        out = null;
        return fault;
    }

    @Override
    public @Nullable AnswerFault end(ByteBuf target) {
        out = target;
        codec.end();
        out = null;
        if (!done) {
            finish("ended");
        }
        return fault;
    }

    /// Some servers end every stream in order, also one that broke off behind them: only what each
    /// choice says of itself counts.
    private void finish(String how) {
        done = highestIndex >= 0 && finishedChoices > highestIndex;
        if (!done && fault == null) {
            fault = broken(how + " without a finish reason");
        }
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public void writeEnd(ByteBuf target) {
        held.write(target, usageAsked);
    }

    @Override
    public AnswerFacts facts() {
        if (usage != null) {
            return new AnswerFacts(model, id, finishReason, usage, UsageSource.REPORTED);
        }
        TokenUsage estimate =
                new TokenUsage(
                        requestBytes / BYTES_PER_TOKEN,
                        0,
                        0,
                        (contentBytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN,
                        0);
        return new AnswerFacts(model, id, finishReason, estimate, UsageSource.ESTIMATED);
    }

    private void event(boolean error, byte[] bytes, int from, int to) {
        if (done || fault != null || out == null) {
            return;
        }
        if (JsonText.isExactly(bytes, from, to, "[DONE]")) {
            finish("said that it is done");
            return;
        }
        try {
            ChunkScan chunk = ChunkScan.of(bytes, from, to, model == null || id == null);
            if (chunk.knownReason != null) {
                byte[] known = FinishReasons.replace(bytes, from, to, chunk);
                event(error, known, 0, known.length);
            } else if (error || chunk.error || chunk.broken) {
                fault = ProviderErrorReader.inside(bytes, from, to);
            } else {
                meter(chunk);
                pass(chunk, bytes, from, to, out);
            }
        } catch (JsonException e) {
            fault = broken("event is no JSON object: " + e.getMessage());
        }
    }

    private void meter(ChunkScan chunk) {
        model = model == null ? chunk.model : model;
        id = id == null ? chunk.id : id;
        usage = chunk.usage == null ? usage : chunk.usage;
        contentBytes += chunk.contentBytes;
        highestIndex = Math.max(highestIndex, chunk.highestIndex);
        finishedChoices += chunk.finishedChoices;
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
                fault = broken("its end is longer than " + MAX_EVENT_BYTES + " bytes");
            }
        } else if (chunk.usageFrom >= 0 && !usageAsked) {
            Sse.writeWithout(target, bytes, from, to, chunk.usageFrom, chunk.usageTo);
        } else {
            Sse.write(target, bytes, from, to);
        }
    }

    private static AnswerFault broken(String detail) {
        return new AnswerFault(FailureCode.UPSTREAM_ERROR, "stream: " + detail);
    }
}
