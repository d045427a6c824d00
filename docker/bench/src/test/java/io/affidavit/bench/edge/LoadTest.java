package io.affidavit.bench.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyAnswerOfTheMockArrivesWhole(boolean stream) {
        try (MockUpstream mock = MockUpstream.start(0, Duration.ZERO);
                LoadClient client = client(mock.port())) {
            Tally tally = untilAnswered(Load.start(client, new Pace.Closed(4), stream), 100);

            assertThat(tally.failed()).as(tally.firstFailure()).isZero();
            assertThat(tally.untilFirstByte().quantile(0.5))
                    .isPositive()
                    .isLessThanOrEqualTo(tally.untilEnd().quantile(0.5));
        }
    }

    @Test
    void aGapSeparatesTheEventsOfAStream() {
        Duration gap = Duration.ofMillis(2);
        try (MockUpstream mock = MockUpstream.start(0, gap);
                LoadClient client = client(mock.port())) {
            Tally tally = untilAnswered(Load.start(client, new Pace.Closed(1), true), 1);

            long gaps = 22; // 23 events
            assertThat(tally.untilEnd().quantile(0)).isGreaterThan(gaps * gap.toNanos());
        }
    }

    @Test
    void anOpenLoadOwesACallForEachInterval() {
        try (MockUpstream mock = MockUpstream.start(0, Duration.ZERO);
                LoadClient client = client(mock.port())) {
            long began = System.nanoTime();
            Tally tally = untilAnswered(Load.start(client, new Pace.Open(500), false), 50);
            Duration passed = Duration.ofNanos(System.nanoTime() - began);

            assertThat(tally.answered()).isLessThanOrEqualTo(passed.toMillis() / 2 + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503 No, shut, false, 503 shut",
        "200 OK, data: half a story, true, stream without its end",
        "200 OK, '', true, stream without its end",
    })
    void aWrongAnswerIsAFailure(String status, String body, boolean stream, String failure)
            throws IOException {
        String answer =
                "HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s"
                        .formatted(status, body.length(), body);

        assertThat(failureOf(answer, stream)).isEqualTo(failure);
    }

    @Test
    void aClosedConnectionIsAFailure() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhalf";

        assertThat(failureOf(answer, false)).isEqualTo("connection closed before the answer's end");
    }

    @Test
    void leavesTheMachineAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of("http://192.0.2.1:80", "key", "model"));
    }

    private static LoadClient client(int port) {
        return new LoadClient(Target.of("http://127.0.0.1:" + port, "sk-test", "mock"));
    }

    /// Serves one exchange with `answer`, then closes.
    private static String failureOf(String answer, boolean stream) throws IOException {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LoadClient client = client(server.getLocalPort())) {
            Exchange exchange = new Exchange(stream, System.nanoTime(), done::complete);
            client.loop().execute(() -> client.send(exchange));
            try (Socket socket = server.accept()) {
                int read = socket.getInputStream().read(new byte[4096]);
                assertThat(read).isPositive();
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
            return done.join().failure();
        }
    }

    /// Runs until at least that many calls were answered.
    private static Tally untilAnswered(Load load, long wanted) {
        Tally all = new Tally();
        while (all.answered() + all.failed() < wanted) {
            all.add(load.nextWindow());
            Thread.onSpinWait();
        }
        load.stop();
        all.add(load.nextWindow());
        return all;
    }
}
