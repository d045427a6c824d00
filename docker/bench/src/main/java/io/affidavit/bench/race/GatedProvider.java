package io.affidavit.bench.race;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider that counts what reaches it, and answers only while its gate is open.
final class GatedProvider implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final byte[] answer;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /// @param input prompt tokens that it reports
    /// @param output completion tokens that it reports
    GatedProvider(long input, long output) throws IOException {
        answer =
                """
                {"id":"c-1","object":"chat.completion","created":1,"model":"gated","choices":[\
                {"index":0,"message":{"role":"assistant","content":"Hello"},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":%d,"completion_tokens":%d,\
                "total_tokens":%d}}\
                """
                        .formatted(input, output, input + output)
                        .getBytes(StandardCharsets.UTF_8);
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// Requests that came since this was asked last.
    int takeAsked() {
        return asked.getAndSet(0);
    }

    /// From now on answers wait.
    void shut() {
        gate = new CountDownLatch(1);
    }

    /// Whatever waits is answered.
    void open() {
        gate.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            gate.await();
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.close();
    }
}
