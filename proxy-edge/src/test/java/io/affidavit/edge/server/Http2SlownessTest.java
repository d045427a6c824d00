package io.affidavit.edge.server;

import static io.affidavit.edge.house.Frames.DATA;
import static io.affidavit.edge.house.Frames.END_HEADERS;
import static io.affidavit.edge.house.Frames.GOAWAY;
import static io.affidavit.edge.house.Frames.HEADERS;
import static io.affidavit.edge.house.Frames.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Frames;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.SecureHouse;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.testing.TestCertificate;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/2 clients that read or send slowly, or not at all.
class Http2SlownessTest {

    private static final TestCertificate CERTIFICATE = TestCertificate.of("edge");
    private static final SSLContext TRUST = TestCertificate.trusting(CERTIFICATE);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(30);

    /// Identifier of the setting for the window of each stream.
    private static final int WINDOW = 4;

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNoMoreThanTheClientsWindow(boolean stream) throws Exception {
        String long100k = "x".repeat(100_000);
        Reply reply =
                stream
                        ? Reply.events(Bodies.content(long100k), Bodies.finish(), "data: [DONE]")
                        : Reply.json(200, Bodies.whole().replace("hello", long100k));
        int window = 10_000;
        try (SecureHouse house = open(EdgeHouse.LIMITS);
                FakeProvider provider = FakeProvider.start(reply);
                Frames frames = Frames.to(house.port(), TRUST, WINDOW, window)) {
            house.edge.catalog.show(Pages.behind(provider));
            frames.call(1, Bodies.request(stream));
            int had = 0;
            while (had < window) {
                had += frames.await(DATA).payload().length;
            }
            assertThat(had).isEqualTo(window);
            frames.openWindow(0, 1_000_000).openWindow(1, 1_000_000);
            Frames.Frame frame = frames.await(DATA);
            for (had += frame.payload().length; !frame.endsStream(); ) {
                frame = frames.await(DATA);
                had += frame.payload().length;
            }
            assertThat(had).isGreaterThan(100_000);
        }
    }

    @Test
    void leavesAClientThatTakesNothing() throws Exception {
        ServerLimits hurried = limits(LONG, LONG, SHORT);
        Reply reply = Reply.streamHead().chunk(Bodies.content("x".repeat(9000)) + "\n\n").hang();
        try (SecureHouse house = open(hurried);
                FakeProvider provider = FakeProvider.start(reply);
                Frames frames = Frames.to(house.port(), TRUST, WINDOW, 100)) {
            house.edge.catalog.show(Pages.behind(provider));
            frames.call(1, Bodies.request(true));
            assertThat(house.edge.journal.await(CompleteCall.class).outcome())
                    .isEqualTo(CallOutcome.CLIENT_CLOSED);
            assertThat(frames.await(RESET).error()).isEqualTo((int) Http2Error.CANCEL.code());
        }
    }

    @Test
    void answersARequestThatTakesTooLong() throws Exception {
        ServerLimits hurried = limits(SHORT, LONG, LONG);
        try (SecureHouse house = open(hurried);
                Frames frames = Frames.to(house.port(), TRUST)) {
            frames.send(HEADERS, END_HEADERS, 1, Frames.chat());
            assertThat(frames.await(HEADERS).status()).isEqualTo("408");
            frames.call(3, Bodies.request(false));
            assertThat(frames.await(HEADERS, 3).status()).isEqualTo("200");
        }
    }

    @Test
    void endsAConnectionThatIsNotUsed() throws Exception {
        ServerLimits hurried = limits(LONG, SHORT, LONG);
        try (SecureHouse house = open(hurried);
                Frames frames = Frames.to(house.port(), TRUST)) {
            assertThat(frames.await(GOAWAY).error()).isZero();
            assertThat(frames.isClosedByPeer()).isTrue();
        }
    }

    private SecureHouse open(ServerLimits limits) {
        return new SecureHouse(directory, CERTIFICATE, LONG, limits);
    }

    private static ServerLimits limits(Duration receive, Duration idle, Duration send) {
        return new ServerLimits(10, 32 * 1024, 64 * 1024, 1024 * 1024, receive, idle, send);
    }
}
