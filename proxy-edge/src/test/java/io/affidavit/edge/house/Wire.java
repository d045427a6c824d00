package io.affidavit.edge.house;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// A client on a bare socket: sends exactly the bytes it is told and reads answers strictly.
public final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /// An answer as it came.
    public record Response(int status, List<String> head, String body) {

        /// The value of a field; empty when absent.
        public String field(String name) {
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static Wire to(int port) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new Wire(socket);
    }

    /// A client that speaks TLS as told by its context, in HTTP/1.1.
    ///
    /// @param versions of TLS; none for all that the context has
    public static Wire secure(int port, SSLContext context, String... versions) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new Wire(socket);
    }

    /// What the server showed in the TLS handshake.
    public SSLSession session() {
        return ((SSLSocket) socket).getSession();
    }

    /// A client whose system takes few bytes on its behalf.
    public static Wire withSmallWindow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        return new Wire(socket);
    }

    /// A chat completion with a key, as bytes.
    public static String chat(String key, String body) {
        return post("/v1/chat/completions", key, body);
    }

    public static String post(String path, String key, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer "
                + key
                + "\r\ncontent-type: application/json\r\ncontent-length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    public static String get(String path, String key) {
        return "GET "
                + path
                + " HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer "
                + key
                + "\r\n\r\n";
    }

    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Reads one whole answer.
    public Response read() throws IOException {
        return read(false);
    }

    /// Reads one whole answer, to a HEAD request if so said.
    public Response read(boolean headOnly) throws IOException {
        Response head = readHead();
        if (headOnly) {
            return head;
        }
        String body =
                head.field("transfer-encoding").equals("chunked")
                        ? chunks()
                        : head.field("content-length").isEmpty()
                                ? rest()
                                : text(
                                        in.readNBytes(
                                                Integer.parseInt(head.field("content-length"))));
        return new Response(head.status(), head.head(), body);
    }

    /// Reads the head of an answer and leaves its body.
    public Response readHead() throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.add(line);
        }
        return new Response(Integer.parseInt(head.getFirst().substring(9, 12)), head, "");
    }

    /// Reads one chunk; empty for the last.
    public String chunk() throws IOException {
        String size = line();
        String data = text(in.readNBytes(Integer.parseInt(size, 16)));
        if (!line().isEmpty()) {
            throw new IOException("chunk without its end");
        }
        return data;
    }

    /// Bytes that have come and were not read.
    public int available() throws IOException {
        return in.available();
    }

    /// All that comes until the peer closes.
    public byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    /// Whether the peer closes without a further byte.
    public boolean isClosedByPeer() throws IOException {
        return in.read() < 0;
    }

    /// Leaves with a reset.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            body.append(chunk);
        }
        return body.toString();
    }

    private String rest() throws IOException {
        return text(in.readAllBytes());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed within a line: " + text(line.toByteArray()));
            }
            line.write(b);
        }
        String text = text(line.toByteArray());
        if (!text.endsWith("\r")) {
            throw new IOException("line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
