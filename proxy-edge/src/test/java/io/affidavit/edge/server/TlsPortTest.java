package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.SecureHouse;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsPortTest {

    private static final TestCertificate FIRST = TestCertificate.of("first");
    private static final TestCertificate SECOND = TestCertificate.of("second");
    private static final SSLContext CLIENT = TestCertificate.trusting(FIRST, SECOND);

    @TempDir private Path directory;
    private SecureHouse house;

    @BeforeEach
    void open() {
        house = new SecureHouse(directory, FIRST);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void carriesCallsOverTls(String version) throws Exception {
        try (Wire wire = Wire.secure(house.port(), CLIENT, version)) {
            assertThat(wire.session().getProtocol()).isEqualTo(version);
            for (boolean stream : new boolean[] {false, true, false}) {
                Wire.Response answer =
                        wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.field("x-affidavit-call-id")).isNotEmpty();
                assertThat(answer.body().endsWith("data: [DONE]\n\n")).isEqualTo(stream);
            }
        }
    }

    @Test
    void speaksNoOlderVersion() {
        assertThatThrownBy(() -> Wire.secure(house.port(), CLIENT, "TLSv1.1"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void tellsPlainHttpItsMistakeAndCloses() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.get("/v1/models", Pages.KEY)).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("plain HTTP on a port that speaks TLS");
            assertThat(answer.field("x-request-id")).startsWith("req_");
            assertThat(wire.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void saysGoodbyeInTlsAsWell() throws Exception {
        try (Wire wire = Wire.secure(house.port(), CLIENT)) {
            Wire.Response answer = wire.send("GET / HTTP/3.0\r\nhost: e\r\n\r\n").read();
            assertThat(answer.status()).isEqualTo(505);
            assertThat(wire.isClosedByPeer()).isTrue(); // a cut would throw
        }
    }

    @Test
    void closesOnNoise() throws Exception {
        for (byte first : new byte[] {0, (byte) 0x80, 21, 23}) {
            try (Wire wire = Wire.to(house.port())) {
                wire.send(new byte[] {first, 3, 1, 0, 1, 0});
                assertThat(isGone(wire)).isTrue();
            }
        }
        try (Wire wire = Wire.to(house.port())) {
            wire.send(new byte[] {22, 3, 1, 0, 4, 9, 9, 9, 9});
            byte[] alert = wire.readToEnd();
            assertThat(alert).startsWith(21, 3); // a TLS alert, and the end
        }
    }

    @Test
    void closesWhoeverTakesTooLong() throws Exception {
        try (SecureHouse hasty =
                        new SecureHouse(
                                directory, FIRST, Duration.ofMillis(100), EdgeHouse.LIMITS);
                Wire silent = Wire.to(hasty.port());
                Wire slow = Wire.to(hasty.port())) {
            slow.send(new byte[] {22, 3, 1, 2, 0, 1});
            assertThat(isGone(silent)).isTrue();
            assertThat(isGone(slow)).isTrue();
        }
    }

    @Test
    void showsANewCertificateWhileOpenStreamsGoOn() throws Exception {
        CountDownLatch renewed = new CountDownLatch(1);
        Reply reply =
                Reply.streamHead()
                        .chunk(Bodies.content("hello") + "\n\n")
                        .gate(renewed)
                        .chunk(Bodies.content(" world") + "\n\n")
                        .chunk(Bodies.finish() + "\n\n")
                        .chunk("data: [DONE]\n\n")
                        .then("0\r\n\r\n");
        try (FakeProvider provider = FakeProvider.start(reply);
                Wire open = Wire.secure(house.port(), CLIENT)) {
            house.edge.catalog.show(Pages.behind(provider));
            open.send(Wire.chat(Pages.KEY, Bodies.request(true))).readHead();
            assertThat(open.chunk()).contains("hello");

            house.renew(SECOND);

            try (Wire next = Wire.secure(house.port(), CLIENT)) {
                assertThat(next.session().getPeerCertificates()).containsExactly(SECOND.leaf());
            }
            assertThat(open.session().getPeerCertificates()).containsExactly(FIRST.leaf());
            renewed.countDown();
            assertThat(open.chunk()).contains(" world");
            house.edge.journal.await(CompleteCall.class);
        }
    }

    @Test
    void showsItsCertificateToItsNameOnly() {
        house.renew(TestCertificate.forHost("elsewhere.example"));
        assertThatThrownBy(() -> Wire.secure(house.port(), CLIENT))
                .isInstanceOf(SSLHandshakeException.class);
    }

    private static boolean isGone(Wire wire) {
        try {
            return wire.isClosedByPeer();
        } catch (IOException e) {
            return true; // a reset is an end as well
        }
    }
}
