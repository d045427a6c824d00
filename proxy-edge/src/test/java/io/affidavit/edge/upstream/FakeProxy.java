package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.BaseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A forward proxy on the loopback: answers a request for a tunnel with what it is told, and if
/// that is a success, carries bytes both ways.
final class FakeProxy implements AutoCloseable {

    private final ServerSocket server;
    private final String answer;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private FakeProxy(ServerSocket server, String answer) {
        this.server = server;
        this.answer = answer;
        Thread.ofVirtual().name("fake-proxy").start(this::accept);
    }

    static FakeProxy start(String answer) {
        try {
            return new FakeProxy(
                    new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1")), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The setting that names it for these hosts.
    EgressProxy listing(String... hosts) {
        BaseUrl url = BaseUrl.parse("http://127.0.0.1:" + server.getLocalPort());
        return new EgressProxy(url, List.of(hosts));
    }

    /// Lines of all heads it was sent.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String target = "";
            for (String line = line(client.getInputStream());
                    !line.isEmpty();
                    line = line(client.getInputStream())) {
                asked.add(line);
                target = line.startsWith("host: ") ? line.substring(6) : target;
            }
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            if (answer.startsWith("HTTP/1.1 200") && answer.endsWith("\r\n\r\n")) {
                carry(client, target);
            }
        } catch (IOException e) {
            // The peer left.
        }
    }

    private void carry(Socket client, String target) throws IOException {
        int colon = target.lastIndexOf(':');
        int port = Integer.parseInt(target.substring(colon + 1));
        try (Socket provider =
                new Socket(InetAddress.ofLiteral(target.substring(0, colon)), port)) {
            open.add(provider);
            Thread back = Thread.ofVirtual().start(() -> copy(provider, client));
            copy(client, provider);
            back.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.close();
        } catch (IOException e) {
            // One side left, which ends the other's copy as well.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("left");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
