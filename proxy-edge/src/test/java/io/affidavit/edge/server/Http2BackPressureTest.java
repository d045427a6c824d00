package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Frames;
import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.edge.tls.PemFiles;
import io.affidavit.edge.tls.ServerTls;
import io.affidavit.schemas.testing.TestCertificate;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a call hears of a client that reads slowly.
class Http2BackPressureTest {

    private static final TestCertificate CERTIFICATE = TestCertificate.of("edge");
    private static final int PIECES = 10;
    private static final int PIECE_BYTES = 64 * 1024;

    private final BlockingQueue<Client> clients = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> writable = new LinkedBlockingQueue<>();

    @Test
    void holdsTheCallBackUntilTheClientOpensItsWindow(@TempDir Path directory) throws Exception {
        PemFiles files = new PemFiles(directory.resolve("c"), directory.resolve("k"));
        CERTIFICATE.write(files.certificate(), files.key());
        try (CertificateKeeper keeper = new CertificateKeeper(files, Clock.systemUTC());
                ServerTls tls = new ServerTls(keeper, Duration.ofSeconds(10))) {
            EdgeServer server = server(tls);
            try (Frames frames = Frames.to(server.port(), TestCertificate.trusting(CERTIFICATE))) {
                frames.call(1, "{}");
                send(clients.poll(20, TimeUnit.SECONDS));

                assertThat(writable.poll(20, TimeUnit.SECONDS)).isFalse();
                assertThat(writable).as("while the window is shut").isEmpty();

                frames.openWindow(0, PIECES * PIECE_BYTES).openWindow(1, PIECES * PIECE_BYTES);
                for (int had = 0; had < PIECES * PIECE_BYTES; ) {
                    had += frames.await(Frames.DATA).payload().length;
                }
                assertThat(writable.poll(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                server.close();
            }
        }
    }

    private EdgeServer server(ServerTls tls) {
        Transport transport = Transport.choose();
        EdgeServer server =
                new EdgeServer(
                        transport,
                        transport.loops(1),
                        EdgeHouse.LIMITS,
                        clients::add,
                        (_, _) -> true,
                        tls);
        server.start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return server;
    }

    private void send(Client client) throws Exception {
        Client.Watcher watcher =
                new Client.Watcher() {
                    @Override
                    public void onGone() {
                        // It leaves when all is said.
                    }

                    @Override
                    public void onWritable(boolean now) {
                        writable.add(now);
                    }
                };
        client.loop()
                .submit(() -> {
                    client.watch(watcher);
                    client.beginStream(List.of(new Answer.Field("x-affidavit-call-id", "1")));
                    for (int i = 0; i < PIECES; i++) {
                        client.send(Unpooled.wrappedBuffer(new byte[PIECE_BYTES]));
                    }
                    client.flush();
                })
                .get(20, TimeUnit.SECONDS);
    }
}
