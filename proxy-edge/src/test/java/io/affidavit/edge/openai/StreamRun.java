package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// A stream read piece by piece, and what left of it.
final class StreamRun {

    static final long PROMPT_TOKENS = 100;

    private final ChatStream stream;
    private final ByteBuf out = Unpooled.buffer();
    private AnswerFault fault;

    private StreamRun(boolean usageAsked) {
        stream = new ChatStream(usageAsked, PROMPT_TOKENS);
    }

    static StreamRun of(boolean usageAsked) {
        return new StreamRun(usageAsked);
    }

    void read(String text) {
        read(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length);
    }

    void read(byte[] bytes, int from, int length) {
        if (fault == null) {
            fault = stream.read(Unpooled.wrappedBuffer(bytes, from, length), out);
        }
    }

    String sent() {
        return out.toString(UTF_8);
    }

    AnswerFault fault() {
        return fault;
    }

    AnswerFault endFault() {
        return stream.end(out);
    }

    /// The end of a whole answer.
    String end() {
        assertThat(endFault()).isNull();
        ByteBuf end = Unpooled.buffer();
        stream.writeEnd(end);
        return end.toString(UTF_8);
    }

    AnswerFacts facts() {
        return stream.facts();
    }
}
