package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.ClientRequest;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Header lists of HTTP/2 (RFC 9113 §8). A request's list is written as the block that HTTP/1.1
/// would have had, and judged by the one parser that judges those: there are no two opinions on
/// what a request says.
final class Http2Heads {

    private static final int BAD = 400;
    private static final int TOO_LARGE = 431;
    private static final int MAX_TARGET_BYTES = 8 * 1024;
    private static final int BLOCK_BYTES = 512;
    private static final byte[] REQUEST_END = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COLON = {':', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final AsciiString VERSION = AsciiString.cached("2020-10-01");
    private static final AsciiString JSON = AsciiString.cached("application/json");
    private static final AsciiString EVENTS =
            AsciiString.cached("text/event-stream; charset=utf-8");

    private Http2Heads() {}

    /// Judges a request's header list.
    ///
    /// @throws FramingException with the status that HTTP/1.1 would have answered
    static RequestHead parse(Http2Headers headers, int maxHeadBytes) {
        ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES);
        CharSequence path = headers.path();
        CharSequence method = headers.method();
        require(path != null && method != null && path.length() > 0, BAD);
        require(path.length() <= MAX_TARGET_BYTES, 414);
        require(path.charAt(0) == '/' || path.charAt(0) == '*', BAD);
        write(block, method);
        block.write(' ');
        write(block, path);
        block.writeBytes(REQUEST_END);
        host(block, headers);
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            require(name.length() > 0, BAD);
            if (name.charAt(0) != ':' && !AsciiString.contentEquals("host", name)) {
                require(isToken(name) && !isOfConnections(name, field.getValue()), BAD);
                field(block, name, field.getValue());
            }
            require(block.size() <= maxHeadBytes, TOO_LARGE);
        }
        RequestHead head = HeadParser.parse(block.toByteArray());
        require(!head.chunked(), BAD);
        return head;
    }

    /// `:authority` and `host` say the same thing; both may be there, but not two answers.
    private static void host(ByteArrayOutputStream block, Http2Headers headers) {
        CharSequence authority = headers.authority();
        CharSequence host = headers.get("host");
        if (authority != null) {
            require(host == null || AsciiString.contentEqualsIgnoreCase(authority, host), BAD);
            field(block, "host", authority);
        } else if (host != null) {
            require(headers.getAll("host").size() == 1, BAD);
            field(block, "host", host);
        }
    }

    private static boolean isToken(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7f || !HttpCharacters.isToken((byte) name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// RFC 9113 §8.2.2.
    private static boolean isOfConnections(CharSequence name, CharSequence value) {
        return switch (name.toString()) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
                    true;
            case "te" -> !AsciiString.contentEqualsIgnoreCase("trailers", value);
            default -> false;
        };
    }

    private static void field(ByteArrayOutputStream block, CharSequence name, CharSequence value) {
        write(block, name);
        block.writeBytes(COLON);
        write(block, value);
        block.writeBytes(LINE_END);
    }

    /// No text from outside can end a line: the parser would read another list than was sent.
    private static void write(ByteArrayOutputStream block, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            require(c <= 0xff && c != '\r' && c != '\n', BAD);
            block.write(c);
        }
    }

    /// The fields of a whole answer.
    ///
    /// @param length of its body
    static Http2Headers whole(
            int status, Iterable<Answer.Field> fields, String requestId, String date, int length) {
        Http2Headers headers = shared(status, JSON, requestId, date);
        for (Answer.Field field : fields) {
            headers.add(field.name(), field.value());
        }
        return headers.setInt("content-length", length);
    }

    /// The fields of a stream.
    static Http2Headers stream(Iterable<Answer.Field> head, ClientRequest request, String date) {
        Http2Headers headers =
                shared(200, EVENTS, request.requestId(), date)
                        .set("cache-control", "no-cache")
                        .set("x-accel-buffering", "no");
        for (Answer.Field field : head) {
            headers.add(field.name(), field.value());
        }
        return headers;
    }

    private static Http2Headers shared(
            int status, AsciiString type, String requestId, String date) {
        return new DefaultHttp2Headers()
                .status(Integer.toString(status))
                .set("content-type", type)
                .set("date", date)
                .set("openai-version", VERSION)
                .set("x-request-id", requestId)
                .set("request-id", requestId);
    }

    private static void require(boolean rule, int status) {
        if (!rule) {
            throw new FramingException(status, "head");
        }
    }
}
