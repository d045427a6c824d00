package io.affidavit.edge.upstream;

import io.affidavit.edge.upstream.Reply.Step;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/// A provider on a real socket that does exactly what a test tells it, down to the byte, and
/// remembers what it was sent. Replies are used in order; the last one for all further requests.
public final class FakeProvider implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final ServerSocket server;
    private final String scheme;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Function<Received, Reply> script;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Map<Socket, CompletableFuture<Void>> open = new ConcurrentHashMap<>();
    private final Thread acceptor;
    private final AtomicInteger connections = new AtomicInteger();

    /// A request as it came.
    ///
    /// @param head request line and fields
    /// @param connection number of its connection, from 1
    /// @param left completed when the peer left before the reply was over
    public record Received(
            List<String> head, String body, int connection, CompletableFuture<Void> left) {

        /// All values of a field.
        public List<String> values(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }

        /// Waits until the peer has left.
        public void awaitLeft() {
            try {
                left.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("the peer did not leave", e);
            }
        }
    }

    private FakeProvider(ServerSocket server, String scheme, Function<Received, Reply> script) {
        this.server = server;
        this.scheme = scheme;
        this.script = script == null ? request -> next() : script;
        this.acceptor = Thread.ofVirtual().name("fake-provider").start(this::accept);
    }

    /// Starts one without TLS on any free port of the loopback.
    public static FakeProvider start(Reply... replies) {
        return start(ServerSocketFactory.getDefault(), "http", replies);
    }

    static FakeProvider start(ServerSocketFactory sockets, String scheme, Reply... replies) {
        FakeProvider provider = start(sockets, scheme, (Function<Received, Reply>) null);
        provider.reply(replies);
        return provider;
    }

    /// Starts one that makes each reply from the request.
    public static FakeProvider scripted(Function<Received, Reply> script) {
        return start(ServerSocketFactory.getDefault(), "http", script);
    }

    private static FakeProvider start(
            ServerSocketFactory sockets, String scheme, Function<Received, Reply> script) {
        try {
            ServerSocket server =
                    sockets.createServerSocket(0, 64, InetAddress.ofLiteral("127.0.0.1"));
            return new FakeProvider(server, scheme, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds replies.
    public FakeProvider reply(Reply... more) {
        replies.addAll(List.of(more));
        return this;
    }

    /// What an operator would register.
    public String baseUrl() {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /// The next request, waited for.
    public Received take() {
        try {
            Received next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no request came");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Requests that came and were not taken.
    public int waiting() {
        return received.size();
    }

    /// Connections accepted so far.
    public int connections() {
        return connections.get();
    }

    /// Closes all connections, as an idle server does; new ones are accepted.
    public void closeConnections() {
        open.keySet().forEach(FakeProvider::closeQuietly);
    }

    /// Resets all connections, as a server does that has lost them, and returns when that is done;
    /// new ones are accepted.
    public void resetConnections() {
        open.forEach((socket, served) -> {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            closeQuietly(socket);
            served.join(); // a socket that is being read closes only afterwards
        });
    }

    @Override
    public void close() {
        try {
            server.close();
            acceptor.join(); // until then the system goes on taking connections
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        closeConnections();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                CompletableFuture<Void> served = new CompletableFuture<>();
                open.put(socket, served);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number, served));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket socket, int connection, CompletableFuture<Void> served) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Received request;
            boolean goesOn = true;
            while (goesOn && (request = read(in, connection)) != null) {
                goesOn = answer(socket, request);
            }
        } catch (IOException e) {
            // The peer left, or the test closed the connection.
        } finally {
            open.remove(socket);
            served.complete(null);
        }
    }

    private boolean answer(Socket socket, Received request) throws IOException {
        Reply reply = script.apply(request);
        received.add(request);
        try {
            return reply == null || play(reply, socket, request);
        } catch (IOException e) {
            request.left().complete(null);
            throw e;
        }
    }

    private Reply next() {
        return replies.size() > 1 ? replies.poll() : replies.peek();
    }

    private static boolean play(Reply reply, Socket socket, Received request) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (Step step : reply.steps()) {
            switch (step) {
                case Step.Write(byte[] bytes, int piece) -> write(out, bytes, piece);
                case Step.Gate gate -> await(gate);
                case Step.Hang _ -> hang(socket, request);
                case Step.Close _ -> {
                    return false;
                }
                case Step.Reset _ -> {
                    socket.setSoLinger(true, 0);
                    return false;
                }
            }
        }
        return true;
    }

    private static void write(OutputStream out, byte[] bytes, int piece) throws IOException {
        for (int at = 0; at < bytes.length; at += Math.min(piece, bytes.length - at)) {
            out.write(bytes, at, Math.min(piece, bytes.length - at));
            out.flush();
        }
    }

    private static void await(Step.Gate gate) throws IOException {
        try {
            if (!gate.open().await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the test never opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void hang(Socket socket, Received request) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // Whatever else is sent is of no interest.
            }
        } finally {
            request.left().complete(null);
        }
    }

    private static Received read(InputStream in, int connection) throws IOException {
        List<String> head = new ArrayList<>();
        String line = line(in);
        while (line != null && !line.isEmpty()) {
            head.add(line);
            line = line(in);
        }
        if (line == null) {
            return null;
        }
        Received bare = new Received(head, "", connection, new CompletableFuture<>());
        int length = Integer.parseInt(bare.values("content-length").getFirst());
        byte[] body = in.readNBytes(length);
        return new Received(
                head, new String(body, StandardCharsets.UTF_8), connection, bare.left());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = in.read()) >= 0) {
            if (b == '\n') {
                return line.toString();
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return null;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
