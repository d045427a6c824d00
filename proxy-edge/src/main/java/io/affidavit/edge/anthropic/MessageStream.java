package io.affidavit.edge.anthropic;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.EventStream;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.sse.Sse;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A streamed message between provider and client: events pass as they came, with their names.
///
/// What comes before the first block waits for it, so that nothing has been said while another
/// attempt could still follow; `message_delta` and everything behind it is held until it may be
/// told. An answer that does not come to `message_stop` is none.
public final class MessageStream extends EventStream {

    private final long promptTokens;
    private final MessageTally tally = new MessageTally();
    private final List<Waiting> waiting = new ArrayList<>(4);
    private int waitingBytes;
    private boolean started;
    private boolean begun;
    private boolean ending;
    private long contentBytes;

    /// @param promptTokens what the prompt is taken for when no usage is reported
    public MessageStream(long promptTokens) {
        this.promptTokens = promptTokens;
    }

    @SuppressWarnings("ArrayRecordComponent") // a copy of its own, never compared
    private record Waiting(String name, byte[] json) {

        void write(ByteBuf target) {
            Sse.write(target, name, json, 0, json.length);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    protected void cutOff() {
        breakOff("ended without message_stop");
    }

    @Override
    public void writeEnd(ByteBuf target) {
        waiting.forEach(event -> event.write(target));
    }

    @Override
    public AnswerFacts facts() {
        return tally.facts(promptTokens, contentBytes);
    }

    @Override
    protected void take(boolean error, byte[] bytes, int from, int to, ByteBuf target)
            throws JsonException {
        MessageEvent event = MessageEvent.of(bytes, from, to);
        if (error || event.type() == MessageEvent.Type.ERROR) {
            breakOff(MessageErrorReader.inside(bytes, from, to));
            return;
        }
        meter(event);
        pass(event.type(), bytes, from, to, target);
    }

    private void meter(MessageEvent event) throws JsonException {
        switch (event.type()) {
            case MESSAGE_START -> {
                if (started || event.message() == null) {
                    throw new JsonException("message_start twice or empty");
                }
                started = true;
                tally.start(event.message());
            }
            case BLOCK_START, BLOCK_STOP -> require(started && !ending, "no open message");
            case BLOCK_DELTA -> {
                require(started && !ending, "no open message");
                contentBytes += event.delta() == null ? 0 : event.delta().length();
            }
            case MESSAGE_DELTA -> {
                require(started, "no open message");
                tally.change(event);
                ending = true;
            }
            case MESSAGE_STOP -> {
                require(started, "no open message");
                require(tally.stopReason() != null, "no reason to stop");
                ending = true;
                finished();
            }
            case ERROR, OTHER -> {}
        }
    }

    private void pass(MessageEvent.Type type, byte[] bytes, int from, int to, ByteBuf target) {
        boolean block =
                type == MessageEvent.Type.BLOCK_START || type == MessageEvent.Type.BLOCK_DELTA;
        if (!begun && block) {
            begun = true;
            waiting.forEach(event -> event.write(target));
            waiting.clear();
            waitingBytes = 0;
        }
        if (begun && !ending) {
            Sse.write(target, eventName(), bytes, from, to);
            return;
        }
        waitingBytes += to - from;
        if (waitingBytes > MAX_EVENT_BYTES) {
            breakOff("its end is longer than " + MAX_EVENT_BYTES + " bytes");
        } else {
            waiting.add(new Waiting(eventName(), Arrays.copyOfRange(bytes, from, to)));
        }
    }

    private static void require(boolean rule, String otherwise) throws JsonException {
        if (!rule) {
            throw new JsonException(otherwise);
        }
    }
}
