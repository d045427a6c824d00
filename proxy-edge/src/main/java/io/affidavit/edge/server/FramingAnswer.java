package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.openai.ErrorBody;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.UUID;

/// Answers what could not be framed, and closes.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: that is heard
final class FramingAnswer {

    private static final int BYTES = 512;

    private FramingAnswer() {}

    static void write(ChannelHandlerContext context, int status, UUID id, byte[] date) {
        write(context, status, message(status, code(status)), id, date);
    }

    /// @param message instead of the status' general one
    static void write(
            ChannelHandlerContext context, int status, String message, UUID id, byte[] date) {
        write(context, status, ErrorBody.json(code(status), null, message), id, date);
    }

    /// Answers a request of which only a part has come, because the gateway ends.
    static void farewell(ChannelHandlerContext context, UUID id, byte[] date) {
        FailureCode ending = FailureCode.SHUTTING_DOWN;
        byte[] body = ErrorBody.json(ending, null, ErrorBody.message(ending));
        write(context, ending.status(), body, id, date);
    }

    private static void write(
            ChannelHandlerContext context, int status, byte[] body, UUID id, byte[] date) {
        ByteBuf out = context.alloc().ioBuffer(BYTES);
        ResponseHeads.framing(out, status, body, "req_" + id, date);
        context.write(out);
        GentleClose.close(context);
    }

    /// The answer where one request of many breaks the framing, and the connection goes on.
    static Answer of(int status) {
        FailureCode code = code(status);
        List<Answer.Field> again =
                status == 503
                        ? List.of(
                                new Answer.Field("x-should-retry", "true"),
                                new Answer.Field("retry-after", "1"))
                        : List.of();
        return new Answer(status, ErrorBody.json(code, null, message(status, code)), again, false);
    }

    private static FailureCode code(int status) {
        return switch (status) {
            case 413 -> FailureCode.REQUEST_TOO_LARGE;
            case 503 -> FailureCode.GATEWAY_OVERLOADED;
            default -> FailureCode.MALFORMED_REQUEST;
        };
    }

    private static String message(int status, FailureCode code) {
        return switch (status) {
            case 408 -> "request: not complete in time";
            case 414 -> "request: target too long";
            case 417 -> "request: expectation not supported (expected: 100-continue)";
            case 431 -> "request: header fields too large";
            case 505 -> "request: version not supported (expected: HTTP/1.1)";
            default -> ErrorBody.message(code);
        };
    }
}
