package io.affidavit.edge.dialect;

import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.sse.SseCodec;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What all readers of a streamed answer do alike: take server-sent events apart, stop at the
/// answer's end or its first fault, and take no answer for whole that did not say that it ends.
public abstract class EventStream implements AnswerStream {

    private final SseCodec codec;
    private @Nullable ByteBuf out;
    private @Nullable AnswerFault fault;
    private boolean done;

    @SuppressWarnings("this-escape") // the codec only calls back while it reads
    protected EventStream() {
        codec = new SseCodec(MAX_EVENT_BYTES, this::event);
    }

    /// One event of an answer that is sound and goes on.
    ///
    /// @param error whether the event is named `error`
    /// @param target takes what may leave now
    protected abstract void take(boolean error, byte[] bytes, int from, int to, ByteBuf target)
            throws JsonException;

    /// The bytes have come to their end and the answer has not: what it lacks, unless it is
    /// [#finished] all the same.
    protected abstract void cutOff();

    @Override
    public final @Nullable AnswerFault read(ByteBuf in, ByteBuf target) {
        out = target;
        if (!codec.read(in)) {
            breakOff("event longer than " + MAX_EVENT_BYTES + " bytes");
        }
        out = null;
        return fault;
    }

    @Override
    public final @Nullable AnswerFault end(ByteBuf target) {
        out = target;
        codec.end();
        out = null;
        if (!done && fault == null) {
            cutOff();
        }
        return fault;
    }

    @Override
    public final boolean done() {
        return done;
    }

    private void event(boolean error, byte[] bytes, int from, int to) {
        if (done || fault != null || out == null) {
            return;
        }
        try {
            take(error, bytes, from, to, out);
        } catch (JsonException e) {
            breakOff("event is no JSON object, or out of place: " + e.getMessage());
        }
    }

    /// The name of the event that is being taken.
    protected final String eventName() {
        return codec.name();
    }

    /// The answer's own end came.
    protected final void finished() {
        done = true;
    }

    /// The answer is none, as the provider itself says; the first reason counts.
    protected final void breakOff(AnswerFault why) {
        fault = fault == null ? why : fault;
    }

    /// The answer is none, for this reason; the first one counts.
    protected final void breakOff(String detail) {
        breakOff(new AnswerFault(FailureCode.UPSTREAM_ERROR, "stream: " + detail));
    }
}
