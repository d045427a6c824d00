package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonText;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.edge.sse.SseCodec;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads a streamed chat completion for somebody who retells it in another dialect: the first
/// choice, piece by piece, and what the stream says of itself. What is thought aloud beside the
/// content is passed over. Belongs to one event loop.
public final class ChatDeltas {

    /// Hears the pieces in their order. Their bytes change afterwards.
    public interface Sink {

        /// A piece of the answer's text.
        ///
        /// @param text a string that is not empty
        void text(JsonValue text);

        /// A piece of the text in which the model refuses.
        ///
        /// @param text a string that is not empty
        void refusal(JsonValue text);

        /// A piece of a tool call.
        ///
        /// @param index which of the answer's calls
        /// @param id with its first piece; else `null`
        /// @param name with its first piece; else `null`
        /// @param arguments a string, a piece of the arguments' JSON; `null` where none came
        void tool(
                long index,
                @Nullable JsonValue id,
                @Nullable JsonValue name,
                @Nullable JsonValue arguments);
    }

    private static final int BYTES_PER_TOKEN = 4;
    private static final int MAX_NAME_BYTES = 256;

    private final long promptTokens;
    private final Sink sink;
    private final SseCodec codec;
    private @Nullable AnswerFault fault;
    private @Nullable TokenUsage usage;
    private @Nullable String model;
    private @Nullable String id;
    private @Nullable String finishReason;
    private @Nullable String serviceTier;
    private boolean choiceSeen;
    private boolean done;
    private long contentBytes;

    /// @param promptTokens what the prompt is taken for when no usage is reported
    public ChatDeltas(long promptTokens, Sink sink) {
        this.promptTokens = promptTokens;
        this.sink = sink;
        this.codec = new SseCodec(AnswerStream.MAX_EVENT_BYTES, this::event);
    }

    /// Reads bytes of the provider.
    ///
    /// @return why the stream is broken; `null` while it is sound. Nothing may be read afterwards
    public @Nullable AnswerFault read(ByteBuf in) {
        if (!codec.read(in) && fault == null) {
            fault = broken("event longer than " + AnswerStream.MAX_EVENT_BYTES + " bytes");
        }
        return fault;
    }

    /// The provider's answer is complete by its framing.
    ///
    /// @return why it is no whole answer all the same; `null` when it is
    public @Nullable AnswerFault end() {
        codec.end();
        if (!done) {
            finish("ended");
        }
        return fault;
    }

    private void finish(String how) {
        done = choiceSeen && finishReason != null;
        if (!done && fault == null) {
            fault = broken(how + " without a finish reason");
        }
    }

    /// Marks the stream as one that cannot be retold.
    public void breakOff(String why) {
        fault = fault == null ? broken(why) : fault;
    }

    /// Whether the stream said that it ends, after an answer.
    public boolean done() {
        return done;
    }

    /// What the stream said of itself so far.
    public AnswerFacts facts() {
        if (usage != null) {
            return new AnswerFacts(
                    model, id, finishReason, serviceTier, usage, UsageSource.REPORTED);
        }
        TokenUsage estimate =
                new TokenUsage(
                        promptTokens, 0, 0, Math.ceilDiv(contentBytes, (long) BYTES_PER_TOKEN), 0);
        return new AnswerFacts(
                model, id, finishReason, serviceTier, estimate, UsageSource.ESTIMATED);
    }

    private void event(boolean error, byte[] bytes, int from, int to) {
        if (done || fault != null) {
            return;
        }
        if (JsonText.isExactly(bytes, from, to, "[DONE]")) {
            finish("said that it is done");
            return;
        }
        try {
            JsonValue chunk = JsonValue.parse(bytes, from, to);
            if (!chunk.isObject()) {
                fault = broken("event is no JSON object");
            } else if (error) {
                fault = ProviderErrorReader.inside(bytes, from, to);
            } else {
                chunk(chunk);
            }
        } catch (JsonException e) {
            fault = broken("event is no JSON object: " + e.getMessage());
        }
    }

    private void chunk(JsonValue chunk) throws JsonException {
        @Nullable JsonValue[] members =
                chunk.members("error", "model", "id", "usage", "choices", "service_tier");
        if (members[0] != null && !members[0].isNull()) {
            fault = ProviderErrorReader.inside(chunk.bytes(), chunk.from(), chunk.to());
            return;
        }
        model = model == null ? name(members[1]) : model;
        id = id == null ? name(members[2]) : id;
        String tier = name(members[5]);
        serviceTier = tier == null ? serviceTier : tier;
        if (members[3] != null) {
            TokenUsage reported = UsageReader.read(members[3].cursor());
            usage = reported == null ? usage : reported;
        }
        if (members[4] != null) {
            for (JsonValue choice : members[4].elements()) {
                choice(choice, chunk);
            }
        }
    }

    private void choice(JsonValue choice, JsonValue chunk) {
        @Nullable JsonValue[] members = choice.members("index", "delta", "finish_reason");
        if (members[0] != null && members[0].natural() > 0) {
            return; // Only one answer was asked for.
        }
        choiceSeen = true;
        if (members[1] != null) {
            delta(members[1]);
        }
        if (members[2] != null && members[2].isText()) { // some say "" until they know
            String reason = members[2].text();
            finishReason = ProviderQuirks.finishReason(reason);
            if (ProviderQuirks.isFaulty(reason)) {
                fault = ProviderErrorReader.inside(chunk.bytes(), chunk.from(), chunk.to());
            }
        }
    }

    private void delta(JsonValue delta) {
        @Nullable JsonValue[] members = delta.members("content", "refusal", "tool_calls");
        if (members[0] != null && members[0].isText()) {
            contentBytes += members[0].to() - members[0].from() - 2;
            sink.text(members[0]);
        }
        if (members[1] != null && members[1].isText()) {
            contentBytes += members[1].to() - members[1].from() - 2;
            sink.refusal(members[1]);
        }
        if (members[2] != null) {
            contentBytes += members[2].to() - members[2].from();
            for (JsonValue call : members[2].elements()) {
                tool(call);
            }
        }
    }

    private void tool(JsonValue call) {
        @Nullable JsonValue[] members = call.members("index", "id", "function");
        long index = members[0] == null ? 0 : Math.max(0, members[0].natural());
        JsonValue name = null;
        JsonValue arguments = null;
        if (members[2] != null) {
            @Nullable JsonValue[] function = members[2].members("name", "arguments");
            name = textOrNull(function[0]);
            arguments = textOrNull(function[1]);
        }
        sink.tool(index, textOrNull(members[1]), name, arguments);
    }

    private static @Nullable JsonValue textOrNull(@Nullable JsonValue value) {
        return value != null && value.isText() ? value : null;
    }

    private static @Nullable String name(@Nullable JsonValue value) {
        if (value == null || value.to() - value.from() - 2 > MAX_NAME_BYTES) {
            return null;
        }
        return value.isText() ? value.text() : null;
    }

    private static AnswerFault broken(String detail) {
        return new AnswerFault(FailureCode.UPSTREAM_ERROR, "stream: " + detail);
    }
}
