package io.affidavit.edge.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.upstream.AttemptFailure.Retry;
import io.affidavit.edge.upstream.FakeProvider.Received;
import io.affidavit.schemas.call.AttemptPhase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiUpstreamTest extends UpstreamFixture {

    @Test
    void givesAnAnswerAsItCame() {
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER, "x-request-id: req-7"))) {
            Attempt attempt = open(provider, false);

            assertThat(attempt.text()).isEqualTo(ANSWER);
            assertThat(attempt.head()).isEqualTo(new UpstreamHead(200, "req-7"));
        }
    }

    @Test
    void makesTheHeadAnewWithTheProvidersOwnCredential() {
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER))) {
            open(provider, false).text();

            Received request = provider.take();
            assertThat(request.head().getFirst()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
            assertThat(
                            request.head().stream()
                                    .skip(1)
                                    .map(line -> line.substring(0, line.indexOf(':'))))
                    .containsExactlyInAnyOrder(
                            "host",
                            "user-agent",
                            "content-type",
                            "accept-encoding",
                            "accept",
                            "authorization",
                            "x-client-request-id",
                            "content-length");
            assertThat(request.values("authorization"))
                    .containsExactly("Bearer sk-provider-secret");
            assertThat(request.values("accept-encoding")).containsExactly("identity");
            assertThat(request.body()).isEqualTo(BODY);
        }
    }

    @Test
    void sendsALargeBodyWhole() {
        String large = "{\"model\":\"m-1\",\"x\":\"" + "y".repeat(3_000_000) + "\"}";
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER))) {
            Attempt.open(upstream, loop, Attempt.chat(provider.baseUrl(), false, large)).text();

            assertThat(provider.take().body()).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1000})
    void readsAStreamHoweverItIsCut(int piece) {
        Reply whole = Reply.events("data: {\"a\":\"é\"}", "data: [DONE]");
        try (var provider = FakeProvider.start(whole.cut(piece))) {
            assertThat(open(provider, true).text())
                    .isEqualTo("data: {\"a\":\"é\"}\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void readsAnAnswerThatEndsWithItsConnection() {
        Reply reply = Reply.head(200, "application/json", "connection: close");
        try (var provider = FakeProvider.start(reply.then(ANSWER).close())) {
            assertThat(open(provider, false).text()).isEqualTo(ANSWER);
        }
    }

    @Test
    void usesAConnectionAgain() {
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER))) {
            open(provider, false).text();
            open(provider, false).text();
            open(provider, true).failure(); // JSON where events were asked for

            assertThat(provider.connections()).isEqualTo(1);
        }
    }

    @Test
    void opensAFreshConnectionWhereAKeptOneWasClosed() {
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER))) {
            open(provider, false).text();
            provider.closeConnections();
            Attempt second = open(provider, false);

            // Either the close was seen first, or the request met it: then it may have been read.
            AttemptFailure failure = second.failure();
            if (failure != null) {
                assertThat(failure.phase()).isEqualTo(AttemptPhase.FIRST_BYTE);
                assertThat(failure.mayBeCharged()).isTrue();
                assertThat(failure.retry()).isEqualTo(Retry.SAME);
            }
        }
    }

    @Test
    void asksAgainWhereAKeptConnectionTookNothing() {
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER))) {
            open(provider, false).text();
            // Opened within the same turn of the loop: it cannot have seen the reset yet.
            loop.execute(provider::resetConnections);
            Attempt second = open(provider, false);

            assertThat(second.text()).isEqualTo(ANSWER);
            assertThat(provider.connections()).isEqualTo(2);
        }
    }

    @Test
    void keepsAConnectionNoLongerThanTheProviderDoes() {
        Reply soonClosed = Reply.json(200, ANSWER, "keep-alive: timeout=1");
        try (var provider = FakeProvider.start(soonClosed)) {
            open(provider, false).text();
            open(provider, false).text();

            assertThat(provider.connections()).isEqualTo(2);
        }
    }

    @Test
    void usesNoConnectionAgainThatIsToBeClosed() {
        try (var provider = FakeProvider.start(Reply.json(200, ANSWER, "connection: close"))) {
            open(provider, false).text();
            open(provider, false).text();

            assertThat(provider.connections()).isEqualTo(2);
        }
    }

    @Test
    void keepsTheConnectionOfAStreamThatWasFinishedByItsContent() {
        try (var provider = FakeProvider.start(Reply.events("data: [DONE]"))) {
            Attempt first =
                    Attempt.open(
                            upstream,
                            loop,
                            Attempt.chat(provider.baseUrl(), true, BODY),
                            attempt -> attempt.exchange().finish());
            provider.take();
            first.head();
            open(provider, true).text();

            assertThat(first.isOver()).isFalse(); // whoever finishes hears nothing more
            assertThat(provider.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void neverUsesAConnectionAgainThatSaidMoreThanItsAnswer() {
        Reply smuggled =
                Reply.json(200, ANSWER).then("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        try (var provider = FakeProvider.start(smuggled, Reply.json(200, "{\"second\":1}"))) {
            assertThat(open(provider, false).text()).isEqualTo(ANSWER);
            Attempt second = open(provider, false);

            assertThat(second.failure() == null ? second.soFar() : "{\"second\":1}")
                    .isEqualTo("{\"second\":1}");
        }
    }

    @Test
    void dropsAnOddRequestId() {
        Reply reply = Reply.json(200, ANSWER, "x-request-id: " + "a".repeat(129));
        try (var provider = FakeProvider.start(reply)) {
            Attempt attempt = open(provider, false);

            assertThat(attempt.text()).isEqualTo(ANSWER);
            assertThat(attempt.head().requestId()).isNull();
        }
    }

    @Test
    void passesOverInterimAnswers() {
        Reply hints = Reply.raw("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n");
        Reply reply = hints.then("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        try (var provider = FakeProvider.start(reply)) {
            assertThat(open(provider, false).text()).isEqualTo("{}");
        }
    }

    @Test
    void holdsNoSilenceAgainstAProviderThatIsHeldBack() {
        CountDownLatch gate = new CountDownLatch(1);
        Reply reply = Reply.streamHead().chunk("data: 1\n\n").gate(gate).chunk("data: 2\n\n");
        try (var provider = FakeProvider.start(reply.then("0\r\n\r\n"))) {
            Attempt attempt =
                    Attempt.open(
                            upstream,
                            loop,
                            Attempt.chat(provider.baseUrl(), true, BODY, HASTY),
                            heard -> {
                                if (gate.getCount() == 1) {
                                    heard.exchange().setReading(false);
                                    gate.countDown();
                                    // Longer than the idle limit, on the loop's own clock.
                                    var _ =
                                            loop.schedule(
                                                    () -> heard.exchange().setReading(true),
                                                    900,
                                                    TimeUnit.MILLISECONDS);
                                }
                            });
            assertThat(attempt.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
        }
    }

    @Test
    void leavesAtOnceWhenCancelled() {
        try (var provider = FakeProvider.start(Reply.nothing().hang())) {
            Attempt attempt = open(provider, false);
            Received request = provider.take();
            attempt.onLoop(UpstreamExchange::cancel);

            request.awaitLeft();
            assertThat(attempt.isOver()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decodesAnAnswerThatWasCompressedUnasked(boolean stream) {
        String text = stream ? "data: {}\n\ndata: [DONE]\n\n" : ANSWER;
        String type = stream ? "text/event-stream" : "application/json";
        Reply reply =
                Reply.body(200, type, Reply.gzip(text.getBytes(UTF_8)), "content-encoding: gzip");
        try (var provider = FakeProvider.start(reply.cut(3))) {
            assertThat(open(provider, stream).text()).isEqualTo(text);
        }
    }
}
