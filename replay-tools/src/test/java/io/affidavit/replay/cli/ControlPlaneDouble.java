package io.affidavit.replay.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// A control plane and a data plane in one, answering what a test prepared, to the right token
/// only.
final class ControlPlaneDouble implements AutoCloseable {

    static final String TOKEN = "token-of-the-operator";

    private final HttpServer server;
    private final Map<String, Function<String, String>> answers = new HashMap<>();
    private final Map<String, Integer> statuses = new HashMap<>();

    ControlPlaneDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Answers a path.
    ///
    /// @param answer the JSON for a query string, which is empty where there is none
    void answer(String path, Function<String, String> answer) {
        answers.put(path, answer);
    }

    /// The status of a path's answer, 200 unless a test says otherwise.
    void status(String path, int status) {
        statuses.put(path, status);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean open = path.startsWith("/health/");
        String credential = exchange.getRequestHeaders().getFirst("Authorization");
        if (!open && !("Bearer " + TOKEN).equals(credential)) {
            send(exchange, 401, "{\"detail\":\"no such operator\"}");
            return;
        }
        Function<String, String> answer = answers.get(path);
        if (answer == null) {
            send(exchange, 404, "{}");
        } else {
            String query = exchange.getRequestURI().getQuery();
            send(
                    exchange,
                    statuses.getOrDefault(path, 200),
                    answer.apply(query == null ? "" : query));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
