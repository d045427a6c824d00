package io.affidavit.edge.upstream;

import io.affidavit.edge.upstream.Words.Usage;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// What can be wrong with a provider, and what the client must be told of it.
public enum Fault {
    RATE_LIMITED(FailureCode.UPSTREAM_RATE_LIMITED),
    RATE_LIMITED_WITH_HINT(FailureCode.UPSTREAM_RATE_LIMITED),
    SERVER_ERROR(FailureCode.UPSTREAM_ERROR),
    UNAVAILABLE(FailureCode.UPSTREAM_OVERLOADED),
    OVERLOADED(FailureCode.UPSTREAM_OVERLOADED),
    HANG(FailureCode.UPSTREAM_TIMEOUT),
    CUT(FailureCode.UPSTREAM_ERROR),
    ERROR_INSIDE(FailureCode.UPSTREAM_OVERLOADED),
    MALFORMED(FailureCode.UPSTREAM_ERROR),
    EMPTY(FailureCode.UPSTREAM_ERROR),
    HTML(FailureCode.UPSTREAM_ERROR),
    RESET(FailureCode.UPSTREAM_ERROR),
    REDIRECT(FailureCode.UPSTREAM_ERROR),
    HUGE(FailureCode.UPSTREAM_ERROR),
    /// The first bytes come when the gate opens.
    SLOW_FIRST_TOKEN(null),
    /// Every character of several bytes is cut.
    SPLIT_CHARACTERS(null),
    ONE_BYTE_CHUNKS(null),
    WRONG_USAGE(null),
    NO_USAGE(null);

    /// More than the houses of these tests take.
    private static final int HUGE_BYTES = 20 << 20;

    private static final int PIECE = 1 << 20;

    private final @Nullable FailureCode told;

    Fault(@Nullable FailureCode told) {
        this.told = told;
    }

    /// The failure that the client is told; `null` where it must get the whole answer all the same.
    public @Nullable FailureCode told() {
        return told;
    }

    /// Whether an answer that comes all the same says how many tokens it took.
    public boolean isMetered() {
        return this != WRONG_USAGE && this != NO_USAGE;
    }

    /// What the provider does.
    ///
    /// @param gate opens [#SLOW_FIRST_TOKEN]
    public Reply reply(Words words, boolean stream, CountDownLatch gate) {
        return switch (this) {
            case RATE_LIMITED -> Reply.json(429, words.error(429));
            case RATE_LIMITED_WITH_HINT -> Reply.json(429, words.error(429), "retry-after: 7");
            case SERVER_ERROR -> Reply.json(500, words.error(500));
            case UNAVAILABLE -> Reply.json(503, words.error(503));
            case OVERLOADED -> Reply.json(529, words.error(529));
            case HANG -> Reply.nothing().hang();
            case CUT -> cut(words, stream);
            case ERROR_INSIDE -> errorInside(words, stream);
            case MALFORMED ->
                    stream
                            ? chunked(List.of("data: {\"type\":")).then("0\r\n\r\n")
                            : Reply.json(200, "{\"type\":");
            case EMPTY -> stream ? Reply.streamHead().then("0\r\n\r\n") : Reply.json(200, "");
            case HTML -> html();
            case RESET -> Reply.nothing().reset();
            case REDIRECT -> Reply.json(302, "", "location: http://127.0.0.1:9/");
            case HUGE -> huge(stream);
            case SLOW_FIRST_TOKEN ->
                    Reply.nothing().gate(gate).plusAll(sound(words, stream, Usage.RIGHT));
            case SPLIT_CHARACTERS -> sound(words, stream, Usage.RIGHT).cut(3);
            case ONE_BYTE_CHUNKS -> sound(words, stream, Usage.RIGHT).cut(1);
            case WRONG_USAGE -> sound(words, stream, Usage.WRONG);
            case NO_USAGE -> sound(words, stream, Usage.NONE);
        };
    }

    private static Reply sound(Words words, boolean stream, Usage usage) {
        return stream
                ? chunked(words.events(usage)).then("0\r\n\r\n")
                : Reply.json(200, words.whole(usage));
    }

    private static Reply cut(Words words, boolean stream) {
        List<String> events = words.events(Usage.RIGHT);
        String whole = words.whole(Usage.RIGHT);
        return stream
                ? chunked(events.subList(0, events.size() / 2)).then("0\r\n\r\n")
                : Reply.head(200, "application/json", "content-length: 9999")
                        .then(whole.substring(0, whole.length() / 2))
                        .close();
    }

    private static Reply errorInside(Words words, boolean stream) {
        if (!stream) {
            return Reply.json(200, words.error(529));
        }
        List<String> events = words.events(Usage.RIGHT);
        return chunked(events.subList(0, events.size() / 2))
                .chunk(words.errorEvent() + "\n\n")
                .then("0\r\n\r\n");
    }

    private static Reply html() {
        byte[] page = "<html><h1>502 Bad Gateway</h1></html>".getBytes(StandardCharsets.UTF_8);
        return Reply.body(200, "text/html", page);
    }

    private static Reply huge(boolean stream) {
        Reply reply =
                stream
                        ? Reply.streamHead().chunk("data: {\"x\":\"")
                        : Reply.head(200, "application/json", "transfer-encoding: chunked")
                                .chunk("{\"x\":\"");
        String piece = "y".repeat(PIECE);
        for (int bytes = 0; bytes < HUGE_BYTES; bytes += PIECE) {
            reply = reply.chunk(piece);
        }
        return reply.hang();
    }

    private static Reply chunked(List<String> events) {
        Reply reply = Reply.streamHead();
        for (String event : events) {
            reply = reply.chunk(event + "\n\n");
        }
        return reply;
    }
}
