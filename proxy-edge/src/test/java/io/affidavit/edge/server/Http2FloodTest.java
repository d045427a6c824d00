package io.affidavit.edge.server;

import static io.affidavit.edge.house.Frames.CONTINUATION;
import static io.affidavit.edge.house.Frames.DATA;
import static io.affidavit.edge.house.Frames.END_HEADERS;
import static io.affidavit.edge.house.Frames.END_STREAM;
import static io.affidavit.edge.house.Frames.GOAWAY;
import static io.affidavit.edge.house.Frames.HEADERS;
import static io.affidavit.edge.house.Frames.PING;
import static io.affidavit.edge.house.Frames.RESET;
import static io.affidavit.edge.house.Frames.SETTINGS;
import static io.affidavit.edge.house.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.Frames;
import io.affidavit.edge.house.SecureHouse;
import io.affidavit.schemas.testing.TestCertificate;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that cost more than they bring. Each time, others are served as if nothing had been.
class Http2FloodTest {

    private static final TestCertificate CERTIFICATE = TestCertificate.of("edge");
    private static final byte[] CANCEL = {0, 0, 0, 8};

    @TempDir private static Path directory;
    private static SecureHouse house;
    private Frames frames;

    @BeforeAll
    static void open() {
        house = new SecureHouse(directory, CERTIFICATE);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void connect() throws Exception {
        frames = Frames.to(house.port(), TestCertificate.trusting(CERTIFICATE));
    }

    @AfterEach
    void servesOthers() throws Exception {
        frames.close();
        try (Frames other = Frames.to(house.port(), TestCertificate.trusting(CERTIFICATE))) {
            other.call(1, Bodies.request(false));
            assertThat(other.await(HEADERS).status()).isEqualTo("200");
        }
    }

    @Test
    void endsARapidReset() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int stream = 1; stream < 2 * 2 * Http2Setup.RESETS; stream += 2) {
            all.writeBytes(frame(HEADERS, END_HEADERS, stream, Frames.chat()));
            all.writeBytes(frame(RESET, 0, stream, CANCEL));
        }
        frames.flood(1, all.toByteArray());
        assertCalmed();
    }

    @Test
    void endsAFloodOfPings() throws Exception {
        frames.flood(2000, frame(PING, 0, 0, new byte[8]));
        assertCalmed();
    }

    @Test
    void endsAFloodOfSettings() throws Exception {
        frames.flood(2000, frame(SETTINGS, 0, 0));
        assertCalmed();
    }

    @Test
    void endsAHeaderBlockInCrumbs() throws Exception {
        frames.send(HEADERS, 0, 1, Frames.chat());
        frames.flood(200, frame(CONTINUATION, 0, 1, (byte) 0, (byte) 1, (byte) 'x', (byte) 0));
        assertCalmed();
    }

    @Test
    void endsAFloodOfEmptyData() throws Exception {
        frames.send(HEADERS, END_HEADERS, 1, Frames.chat());
        frames.flood(2000, frame(DATA, 0, 1));
        assertCalmed();
    }

    @Test
    void endsAHeaderBlockWithoutEnd() throws Exception {
        byte[] large = Frames.list("x", "y".repeat(16_000));
        frames.send(HEADERS, 0, 1, Frames.chat());
        frames.flood(20, frame(CONTINUATION, 0, 1, large));
        assertEnded(Http2Error.PROTOCOL_ERROR);
    }

    @Test
    void refusesOneStreamTooMany() throws Exception {
        for (int i = 0; i <= Http2Setup.STREAMS; i++) {
            frames.send(HEADERS, END_HEADERS, 1 + 2 * i, Frames.chat());
        }
        Frames.Frame refused = frames.await(RESET);
        assertThat(refused.stream()).isEqualTo(1 + 2 * Http2Setup.STREAMS);
        assertThat(refused.error()).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
    }

    @Test
    void answersAHeaderListThatIsTooLarge() throws Exception {
        byte[] list = Frames.chat("x-large", "y".repeat(33 * 1024));
        int piece = 16_000;
        frames.send(HEADERS, END_STREAM, 1, Arrays.copyOf(list, piece));
        frames.send(CONTINUATION, 0, 1, Arrays.copyOfRange(list, piece, 2 * piece));
        frames.send(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(list, 2 * piece, list.length));
        Frames.Frame head = frames.await(HEADERS);
        assertThat(head.status()).isEqualTo("431");
        assertThat(head.list().get("x-request-id").toString()).startsWith("req_");
        assertThat(frames.await(DATA).text()).contains("header fields too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Upper", "connection", "x y", "x\r\nauthorization"})
    void resetsOrRefusesAMalformedList(String name) throws Exception {
        frames.send(HEADERS, END_HEADERS | END_STREAM, 1, Frames.chat(name, "a"));
        Frames.Frame answer =
                frames.await(frame -> frame.type() == RESET || frame.status().equals("400"));
        assertThat(answer.stream()).isEqualTo(1);
        frames.call(3, Bodies.request(false)); // and the connection goes on
        assertThat(frames.await(HEADERS, 3).stream()).isEqualTo(3);
    }

    @Test
    void closesOnNoise() throws Exception {
        frames.send(DATA, 0, 99, new byte[10]); // of a stream that nobody opened
        assertThat(frames.await(GOAWAY).error()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
        assertThat(frames.isClosedByPeer()).isTrue();
    }

    private void assertCalmed() throws IOException {
        assertEnded(Http2Error.ENHANCE_YOUR_CALM);
    }

    private void assertEnded(Http2Error why) throws IOException {
        try {
            assertThat(frames.await(GOAWAY).error()).isEqualTo((int) why.code());
        } catch (SocketException e) {
            // Who closes while more comes resets, and that can overtake the goodbye.
        }
        assertThat(frames.isClosedByPeer()).isTrue();
    }
}
