package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// A streamed answer read piece by piece, and what left of it.
final class BridgeRun {

    private final AnswerStream stream;
    private final ByteBuf out = Unpooled.buffer();
    private AnswerFault fault;

    private BridgeRun(AnswerStream stream) {
        this.stream = stream;
    }

    static BridgeRun of(AnswerStream stream) {
        return new BridgeRun(stream);
    }

    void read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        read(bytes, 0, bytes.length);
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
        AnswerFault late = stream.end(out);
        if (late != null) {
            throw new AssertionError(late);
        }
        ByteBuf end = Unpooled.buffer();
        stream.writeEnd(end);
        return end.toString(UTF_8);
    }

    AnswerFacts facts() {
        return stream.facts();
    }
}
