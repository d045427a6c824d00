package io.affidavit.solo.house;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An OpenAI-compatible provider that remembers what it was sent.
final class OpenAiDouble implements AutoCloseable {

    private static final String USAGE =
            ",\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":6,\"total_tokens\":26}";

    /// What arrived.
    record Seen(String path, String authorization, String body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile Runnable beforeEnd = () -> {};
    private volatile String model = "gpt-4.1-mini";
    private volatile String usage = USAGE;

    OpenAiDouble() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::chat);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    List<Seen> seen() {
        return seen;
    }

    /// Runs before the last bytes of each answer.
    void beforeEnd(Runnable action) {
        beforeEnd = action;
    }

    /// From now on it is this model that answers.
    ///
    /// @param facts members of a whole answer, and of a stream's usage chunk, with a comma before
    ///   each; empty for no word of usage
    void answer(String by, String facts) {
        model = by;
        usage = facts;
    }

    private void chat(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(
                new Seen(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().getFirst("authorization"),
                        body));
        boolean stream = body.contains("\"stream\":true");
        exchange.getResponseHeaders()
                .set("content-type", stream ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            if (stream) {
                stream(out);
            } else {
                beforeEnd.run();
                write(out, completion());
            }
        }
    }

    private void stream(OutputStream out) throws IOException {
        write(out, chunk("{\"role\":\"assistant\",\"content\":\"Hel\"}", "null"));
        write(out, chunk("{\"content\":\"lo\"}", "null"));
        beforeEnd.run();
        write(out, chunk("{}", "\"stop\""));
        write(
                out,
                "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                        + "\"model\":\""
                        + model
                        + "\",\"choices\":[]"
                        + usage
                        + "}\n\n");
        write(out, "data: [DONE]\n\n");
    }

    private String chunk(String delta, String finish) {
        return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\""
                + model
                + "\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}\n\n";
    }

    private String completion() {
        return "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,"
                + "\"model\":\""
                + model
                + "\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"Hello\",\"refusal\":null},"
                + "\"logprobs\":null,\"finish_reason\":\"stop\"}]"
                + usage
                + "}";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
