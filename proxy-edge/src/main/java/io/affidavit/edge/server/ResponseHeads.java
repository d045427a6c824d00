package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.ClientRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes response heads. All values are ours, so nothing a client or provider sent can break a
/// line here; [#field] checks it all the same.
final class ResponseHeads {

    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] STREAM =
            ascii("content-type: text/event-stream; charset=utf-8\r\n");
    private static final byte[] NO_CACHE = ascii("cache-control: no-cache\r\n");
    private static final byte[] NO_BUFFERING = ascii("x-accel-buffering: no\r\n");
    private static final byte[] JSON = ascii("content-type: application/json\r\n");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] LENGTH = ascii("content-length: ");
    private static final byte[] RETRY = ascii("x-should-retry: true\r\nretry-after: 1\r\n");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] X_REQUEST_ID = ascii("x-request-id: ");
    private static final byte[] REQUEST_ID = ascii("request-id: ");
    private static final byte[] VERSION = ascii("openai-version: 2020-10-01\r\n");
    private static final byte[] CRLF = {'\r', '\n'};

    private ResponseHeads() {}

    static void whole(
            ByteBuf out, Answer answer, ClientRequest request, boolean close, byte[] date) {
        if (answer.status() == 200) {
            out.writeBytes(OK);
        } else {
            statusLine(out, answer.status());
        }
        out.writeBytes(JSON);
        shared(out, request.requestId(), close, date);
        fields(out, answer.fields());
        out.writeBytes(LENGTH);
        ByteBufUtil.writeAscii(out, Integer.toString(answer.body().length));
        out.writeBytes(CRLF).writeBytes(CRLF);
    }

    /// A whole answer to a request that could not be framed.
    static void framing(ByteBuf out, int status, byte[] body, String requestId, byte[] date) {
        statusLine(out, status);
        out.writeBytes(JSON);
        shared(out, requestId, true, date);
        if (status == 503) {
            out.writeBytes(RETRY);
        }
        out.writeBytes(LENGTH);
        ByteBufUtil.writeAscii(out, Integer.toString(body.length));
        out.writeBytes(CRLF).writeBytes(CRLF).writeBytes(body);
    }

    static void stream(
            ByteBuf out,
            List<Answer.Field> head,
            ClientRequest request,
            boolean close,
            byte[] date) {
        out.writeBytes(OK).writeBytes(STREAM).writeBytes(NO_CACHE).writeBytes(NO_BUFFERING);
        if (close) {
            shared(out, request.requestId(), true, date);
        } else {
            out.writeBytes(CHUNKED);
            shared(out, request.requestId(), false, date);
        }
        fields(out, head);
        out.writeBytes(CRLF);
    }

    private static void statusLine(ByteBuf out, int status) {
        ByteBufUtil.writeAscii(out, "HTTP/1.1 ");
        ByteBufUtil.writeAscii(out, HttpResponseStatus.valueOf(status).toString());
        out.writeBytes(CRLF);
    }

    private static void shared(ByteBuf out, String requestId, boolean close, byte[] date) {
        out.writeBytes(date).writeBytes(VERSION);
        out.writeBytes(X_REQUEST_ID);
        ByteBufUtil.writeAscii(out, requestId);
        out.writeBytes(CRLF).writeBytes(REQUEST_ID);
        ByteBufUtil.writeAscii(out, requestId);
        out.writeBytes(CRLF);
        if (close) {
            out.writeBytes(CLOSE);
        }
    }

    private static void fields(ByteBuf out, List<Answer.Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            field(out, fields.get(i));
        }
    }

    private static void field(ByteBuf out, Answer.Field field) {
        String value = field.value();
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException(field.name() + ": not visible ASCII");
            }
        }
        ByteBufUtil.writeAscii(out, field.name());
        out.writeByte(':').writeByte(' ');
        ByteBufUtil.writeAscii(out, value);
        out.writeBytes(CRLF);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
