package io.affidavit.edge.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.upstream.AttemptFailure.Retry;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamFaultTest extends UpstreamFixture {

    @ParameterizedTest
    @CsvSource({
        "400, UPSTREAM_REJECTED, NEVER",
        "401, UPSTREAM_AUTH_ERROR, NEXT",
        "402, UPSTREAM_AUTH_ERROR, NEXT",
        "403, UPSTREAM_AUTH_ERROR, NEXT",
        "404, UPSTREAM_ERROR, NEXT",
        "408, UPSTREAM_TIMEOUT, SAME",
        "413, REQUEST_TOO_LARGE, NEVER",
        "422, UPSTREAM_REJECTED, NEVER",
        "429, UPSTREAM_RATE_LIMITED, NEXT",
        "500, UPSTREAM_ERROR, SAME",
        "502, UPSTREAM_ERROR, SAME",
        "503, UPSTREAM_OVERLOADED, SAME",
        "504, UPSTREAM_TIMEOUT, SAME",
        "529, UPSTREAM_OVERLOADED, SAME",
        "302, UPSTREAM_ERROR, NEXT",
    })
    void classifiesAnErrorStatus(int status, FailureCode code, Retry retry) {
        Reply reply = Reply.json(status, "{}", "location: http://127.0.0.1/elsewhere");
        try (var provider = FakeProvider.start(reply)) {
            AttemptFailure failure = open(provider, false).failure();

            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.retry()).isEqualTo(retry);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.phase()).isEqualTo(AttemptPhase.HEADERS);
            provider.take();
            assertThat(provider.waiting()).isZero(); // a redirect is never followed
        }
    }

    @Test
    void takesTheHintWhenToComeBackOnlyWhereItIsANumber() {
        try (var provider =
                FakeProvider.start(
                        Reply.json(429, "{}", "retry-after: 7"),
                        Reply.json(429, "{}", "retry-after: 1, 2"),
                        Reply.json(429, "{}", "retry-after: 99999"),
                        Reply.json(429, "{}", "retry-after-ms: 1200", "retry-after: 9"))) {
            assertThat(open(provider, false).failure().retryAfterSeconds()).isEqualTo(7);
            assertThat(open(provider, false).failure().retryAfterSeconds()).isNull();
            assertThat(open(provider, false).failure().retryAfterSeconds()).isNull();
            assertThat(open(provider, false).failure().retryAfterSeconds()).isEqualTo(2);
        }
    }

    @Test
    void readsAnEndlessErrorWithinBounds() {
        Reply reply = Reply.head(400, "application/json", "transfer-encoding: chunked");
        Reply endless =
                reply.chunk("{\"error\":{\"message\":\"too many cooks\",\"x\":\"")
                        .chunk("z".repeat(200_000))
                        .hang();
        try (var provider = FakeProvider.start(endless)) {
            AttemptFailure failure = open(provider, false).failure();

            assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_REJECTED);
            assertThat(failure.rejection().message()).isEqualTo("too many cooks");
            provider.take().awaitLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|x-request-id: a\rset-cookie: b|content-length: 2||{}",
                "HTTP/1.1 200 OK|retry-after: 1\nx-evil: 1|content-length: 2||{}",
                "HTTP/1.1 200 OK|retry-after: 1\u0000|content-length: 2||{}",
                "HTTP/1.1 200 OK|content-length: 2|content-length: 3||{}",
                "HTTP/1.1 200 OK|content-length: two||{}",
                "HTTP/1.1 200 OK|transfer-encoding: chunked||xyz|{}",
                "HTTP/1.1 101 Switching Protocols|upgrade: other||",
                "220 smtp.example ESMTP||",
                "|||",
            })
    void refusesBrokenFraming(String raw) {
        try (var provider = FakeProvider.start(Reply.raw(raw.replace("|", "\r\n")).close())) {
            AttemptFailure failure = open(provider, false).failure();

            assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
            assertThat(failure.rejection()).isNull();
        }
    }

    @Test
    void refusesAHeadThatNeverEnds() {
        Reply reply = Reply.raw("HTTP/1.1 200 OK\r\nx: " + "y".repeat(70_000)).hang();
        try (var provider = FakeProvider.start(reply)) {
            assertThat(open(provider, false).failure().code())
                    .isEqualTo(FailureCode.UPSTREAM_ERROR);
            provider.take().awaitLeft();
        }
    }

    @Test
    void boundsAnAnswerThatIsNoStream() {
        UpstreamLimits small = new UpstreamLimits(1_000, 1_000, 1, Duration.ofSeconds(4));
        OpenAiUpstream bounded = upstream(List.of("127.0.0.0/8"), small);
        Reply endless = Reply.head(200, "application/json", "transfer-encoding: chunked");
        try (var provider =
                FakeProvider.start(
                        endless.chunk("{\"id\":\"" + "x".repeat(990))
                                .chunk("y".repeat(99))
                                .hang())) {
            Attempt attempt =
                    Attempt.open(bounded, loop, Attempt.chat(provider.baseUrl(), false, BODY));

            assertThat(attempt.failure().code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
            assertThat(attempt.soFar().length()).isLessThanOrEqualTo(1_000);
            provider.take().awaitLeft();
        }
    }

    @Test
    void tellsAPageFromAnAnswer() {
        byte[] page = "<html>Welcome to nginx!</html>".getBytes(UTF_8);
        try (var provider = FakeProvider.start(Reply.body(200, "text/html", page))) {
            AttemptFailure failure = open(provider, false).failure();

            assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
            assertThat(failure.phase()).isEqualTo(AttemptPhase.BODY);
        }
    }

    @Test
    void classifiesAnErrorUnderASuccessStatus() {
        String body = "{\"error\":{\"message\":\"slow down\",\"code\":429}}";
        try (var provider = FakeProvider.start(Reply.json(200, body))) {
            assertThat(open(provider, true).failure().code())
                    .isEqualTo(FailureCode.UPSTREAM_RATE_LIMITED);
        }
    }

    @Test
    void tellsABreakInTheAnswerFromItsEnd() {
        Reply cut = Reply.head(200, "application/json", "content-length: 100").then("{\"id\":");
        Reply chunks = Reply.streamHead().chunk("data: {}\n\n");
        try (var provider = FakeProvider.start(cut.close(), chunks.close(), chunks.reset())) {
            for (int i = 0; i < 3; i++) {
                AttemptFailure failure = open(provider, i > 0).failure();
                assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
                assertThat(failure.phase()).isEqualTo(AttemptPhase.BODY);
                assertThat(failure.mayBeCharged()).isTrue();
            }
        }
    }

    @Test
    void tellsABreakBeforeAnyAnswer() {
        try (var provider = FakeProvider.start(Reply.nothing().close(), Reply.nothing().reset())) {
            for (int i = 0; i < 2; i++) {
                AttemptFailure failure = open(provider, false).failure();
                assertThat(failure.phase()).isEqualTo(AttemptPhase.FIRST_BYTE);
                assertThat(failure.mayBeCharged()).isTrue();
                assertThat(failure.retry()).isEqualTo(Retry.SAME);
            }
        }
    }

    @Test
    void tellsThatNobodyListens() {
        String gone;
        try (var provider = FakeProvider.start()) {
            gone = provider.baseUrl();
        }
        AttemptFailure failure =
                Attempt.open(upstream, loop, Attempt.chat(gone, false, BODY)).failure();

        assertThat(failure.phase()).isEqualTo(AttemptPhase.CONNECT);
        assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
        assertThat(failure.mayBeCharged()).isFalse();
    }

    @Test
    void givesUpOnAProviderThatNeverAnswers() {
        try (var provider = FakeProvider.start(Reply.nothing().hang())) {
            AttemptFailure failure = hasty(provider, false).failure();

            assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_TIMEOUT);
            assertThat(failure.phase()).isEqualTo(AttemptPhase.FIRST_BYTE);
            assertThat(failure.mayBeCharged()).isTrue();
            provider.take().awaitLeft();
        }
    }

    @Test
    void givesUpOnAProviderThatFallsSilent() {
        try (var provider = FakeProvider.start(Reply.streamHead().chunk("data: {}\n\n").hang())) {
            AttemptFailure failure = hasty(provider, true).failure();

            assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_TIMEOUT);
            assertThat(failure.phase()).isEqualTo(AttemptPhase.BODY);
            provider.take().awaitLeft();
        }
    }

    @Test
    void connectsToNoForbiddenAddress() {
        OpenAiUpstream strict = upstream(List.of());
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER))) {
            AttemptFailure failure =
                    Attempt.open(strict, loop, Attempt.chat(provider.baseUrl(), false, BODY))
                            .failure();

            assertThat(failure.phase()).isEqualTo(AttemptPhase.CONNECT);
            assertThat(provider.connections()).isZero();
        }
    }

    @Test
    void readsACompressedErrorToo() {
        byte[] error = Reply.gzip("{\"error\":{\"message\":\"no such tool\"}}".getBytes(UTF_8));
        Reply reply = Reply.body(400, "application/json", error, "content-encoding: gzip");
        try (var provider = FakeProvider.start(reply)) {
            assertThat(open(provider, false).failure().rejection().message())
                    .isEqualTo("no such tool");
        }
    }

    @Test
    void refusesOtherCodingsAndBombs() {
        byte[] bomb = Reply.gzip(new byte[20_000_000]);
        try (var provider =
                FakeProvider.start(
                        Reply.json(200, ANSWER, "content-encoding: br"),
                        Reply.body(200, "application/json", bomb, "content-encoding: gzip"),
                        Reply.json(200, ANSWER, "content-encoding: gzip"))) {
            for (int i = 0; i < 3; i++) {
                Attempt attempt = open(provider, false);
                assertThat(attempt.failure().code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
                assertThat(attempt.soFar().length()).isLessThan(4_000_000);
            }
        }
    }
}
