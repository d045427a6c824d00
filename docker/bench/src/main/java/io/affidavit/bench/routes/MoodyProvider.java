package io.affidavit.bench.routes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A provider that fails a share of its requests at random, in each of the ways that are worth
/// another attempt: 500, 503, 429, and a connection that closes without a word.
final class MoodyProvider implements AutoCloseable {

    private static final int PERCENT = 100;
    private static final int[] STATUSES = {500, 503, 429};
    private static final byte[] ANSWER =
            """
            {"id":"c-1","object":"chat.completion","created":1,"model":"moody","choices":[\
            {"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}\
            """
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SplittableRandom random;
    private final int failPercent;
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();

    /// @param failPercent share of requests that fail, 0 to 100
    /// @param seed of its moods
    MoodyProvider(int failPercent, long seed) throws IOException {
        this.failPercent = failPercent;
        this.random = new SplittableRandom(seed);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// Requests that failed.
    long failed() {
        return failed.get();
    }

    /// Requests that came.
    long asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            int mood = mood();
            if (mood < 0) {
                exchange.getResponseHeaders().set("content-type", "application/json");
                exchange.sendResponseHeaders(200, ANSWER.length);
                exchange.getResponseBody().write(ANSWER);
                return;
            }
            failed.incrementAndGet();
            if (mood < STATUSES.length) {
                exchange.sendResponseHeaders(STATUSES[mood], -1);
            } // else the connection closes as it is
        }
    }

    /// How to fail, or -1 for an answer.
    private int mood() {
        synchronized (random) {
            return random.nextInt(PERCENT) < failPercent ? random.nextInt(STATUSES.length + 1) : -1;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
