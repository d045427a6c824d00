package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.affidavit.edge.anthropic.MessagesScanner;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerStream;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One streamed answer through a bridge.
///
/// @param sent what left at once
/// @param end what was held; empty when there is none
/// @param fault why it is no answer; `null` when it is
record MessagesRun(String sent, String end, AnswerFacts facts, @Nullable AnswerFault fault) {

    /// A small request to stream an answer for.
    static final InboundRequest REQUEST =
            messages(
                    "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,"
                            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    static InboundRequest messages(String body) {
        InboundResult result = MessagesScanner.scan(body.getBytes(UTF_8));
        if (result instanceof InboundRequest request) {
            return request;
        }
        throw new AssertionError(result);
    }

    /// Feeds the provider's bytes in pieces of these lengths, then their end.
    static MessagesRun of(Bridge bridge, InboundRequest request, byte[] bytes, IntSupplier pieces) {
        AnswerStream stream = bridge.stream(request);
        ByteBuf out = Unpooled.buffer();
        AnswerFault fault = null;
        int at = 0;
        while (at < bytes.length && fault == null && !stream.done()) {
            int piece = Math.min(bytes.length - at, pieces.getAsInt());
            fault = stream.read(Unpooled.wrappedBuffer(bytes, at, piece), out);
            at += piece;
        }
        if (fault == null && !stream.done()) {
            fault = stream.end(out);
        }
        ByteBuf end = Unpooled.buffer();
        if (fault == null) {
            stream.writeEnd(end);
        }
        return new MessagesRun(out.toString(UTF_8), end.toString(UTF_8), stream.facts(), fault);
    }

    /// All of it, as the client gets it.
    String all() {
        return sent + end;
    }
}
