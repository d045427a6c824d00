package io.affidavit.edge.upstream;

import io.affidavit.edge.openai.ProviderQuirks;
import io.affidavit.edge.upstream.AttemptFailure.Retry;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads one HTTP answer and tells the listener. An answer that is none (an error status, a media
/// type that does not fit, broken framing) is read to its end within bounds and becomes a failure.
final class AnswerReader {

    private static final int MAX_INTERIM_ANSWERS = 8;

    private final UpstreamRequest request;
    private final ProviderQuirks quirks;
    private final UpstreamListener listener;
    private final UpstreamLimits limits;
    private @Nullable ResponseHead head;
    private @Nullable GzipBody gzip;
    private @Nullable ByteArrayOutputStream error;
    private @Nullable AttemptFailure failure;
    private boolean over;
    private boolean interim;
    private int interimAnswers;
    private long received;

    /// @param quirks what the provider does differently
    AnswerReader(
            UpstreamRequest request,
            ProviderQuirks quirks,
            UpstreamListener listener,
            UpstreamLimits limits) {
        this.request = request;
        this.quirks = quirks;
        this.listener = listener;
        this.limits = limits;
    }

    /// Whether the status line has come.
    boolean hasBegun() {
        return head != null;
    }

    /// Whether nothing more is expected: the end came, or what came cannot be an answer.
    boolean isOver() {
        return over || failure != null;
    }

    /// Whether the connection is at a message border and may be used again.
    boolean isReusable() {
        return over && head != null && head.keepAlive();
    }

    @Nullable Duration announcedIdleTime() {
        return head == null ? null : head.announcedIdleTime();
    }

    void read(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            failure = malformed();
            return;
        }
        if (part instanceof HttpResponse response) {
            begin(response);
        }
        if (part instanceof HttpContent content && !isOver()) {
            if (interim) {
                interim = !(content instanceof LastHttpContent);
                return;
            }
            take(content.content());
            if (content instanceof LastHttpContent && failure == null) {
                complete();
            }
        }
    }

    /// Passes over what comes after the answer's own end, to find the border of the message.
    void skip(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            failure = malformed();
        } else {
            over |= part instanceof LastHttpContent;
        }
    }

    void close() {
        if (gzip != null) {
            gzip.close();
        }
    }

    void tellEnd() {
        if (failure == null) {
            listener.onEnd();
        } else {
            listener.onFailure(failure);
        }
    }

    void tellFailure(AttemptFailure why) {
        listener.onFailure(why);
    }

    /// What it means that the connection broke.
    AttemptFailure brokenOff(boolean sent) {
        ResponseHead seen = head;
        if (seen != null && error != null) {
            return refusal(seen, error);
        }
        if (seen != null) {
            return body(FailureCode.UPSTREAM_ERROR, seen);
        }
        AttemptPhase phase = sent ? AttemptPhase.FIRST_BYTE : AttemptPhase.SEND;
        return AttemptFailure.of(FailureCode.UPSTREAM_ERROR, phase, sent, Retry.SAME);
    }

    /// What it means that time is up.
    AttemptFailure timedOut(boolean sent) {
        ResponseHead seen = head;
        if (seen != null && error != null) {
            return refusal(seen, error);
        }
        if (seen != null) {
            return body(FailureCode.UPSTREAM_TIMEOUT, seen);
        }
        AttemptPhase phase = sent ? AttemptPhase.FIRST_BYTE : AttemptPhase.SEND;
        return AttemptFailure.of(FailureCode.UPSTREAM_TIMEOUT, phase, sent, Retry.NEXT);
    }

    private void begin(HttpResponse response) {
        ResponseHead read = ResponseHead.of(response, quirks);
        if (read.status() < 200) {
            interim = true;
            if (read.status() == 101 || ++interimAnswers > MAX_INTERIM_ANSWERS) {
                failure = malformed();
            }
            return;
        }
        head = read;
        boolean success = read.status() < 300;
        switch (read.coding()) {
            case NONE -> {}
            case GZIP -> gzip = new GzipBody();
            case UNKNOWN -> failure = success ? malformed() : refusal(read, null);
        }
        if (failure != null) {
            return;
        }
        if (success && read.fits(request.stream())) {
            listener.onHead(new UpstreamHead(read.status(), read.requestId()));
        } else {
            error = new ByteArrayOutputStream();
        }
    }

    private void take(ByteBuf content) {
        if (gzip == null) {
            takeDecoded(content);
        } else if (!gzip.read(content, this::takeDecoded)) {
            failure = malformed();
        }
    }

    private void takeDecoded(ByteBuf content) {
        if (failure != null || !content.isReadable()) {
            return;
        }
        if (error != null) {
            int room = limits.errorBytes() - error.size();
            byte[] bytes = new byte[Math.min(room, content.readableBytes())];
            content.readBytes(bytes);
            error.writeBytes(bytes);
            if (content.isReadable() && head != null) {
                failure = refusal(head, error);
            }
            return;
        }
        received += content.readableBytes();
        if (!request.stream() && received > limits.answerBytes()) {
            failure = malformed();
            return;
        }
        listener.onData(content);
    }

    private void complete() {
        ResponseHead seen = head;
        if (seen != null && error != null) {
            over = true; // the connection is good, only the answer is not
            failure = refusal(seen, error);
        } else if (gzip != null && !gzip.isComplete()) {
            failure = malformed();
        } else {
            over = true;
        }
    }

    private AttemptFailure refusal(ResponseHead head, @Nullable ByteArrayOutputStream body) {
        byte[] bytes = body == null ? new byte[0] : body.toByteArray();
        Protocol protocol = request.provider().protocol();
        Integer hint = head.hints().with(bytes);
        if (head.status() >= 300) {
            return HttpFailures.of(protocol, quirks, head.status(), bytes, hint);
        }
        return new AttemptFailure(
                HttpFailures.inside(protocol, bytes),
                AttemptPhase.BODY,
                head.status(),
                true,
                Retry.NEXT,
                hint,
                null);
    }

    private AttemptFailure malformed() {
        return new AttemptFailure(
                FailureCode.UPSTREAM_ERROR,
                head == null ? AttemptPhase.HEADERS : AttemptPhase.BODY,
                head == null ? null : head.status(),
                true,
                Retry.NEXT,
                null,
                null);
    }

    private static AttemptFailure body(FailureCode code, ResponseHead head) {
        return new AttemptFailure(
                code, AttemptPhase.BODY, head.status(), true, Retry.NEXT, null, null);
    }
}
