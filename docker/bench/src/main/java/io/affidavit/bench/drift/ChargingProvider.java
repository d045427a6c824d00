package io.affidavit.bench.drift;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A provider that keeps its own books: for each request it answers, what it counted and charges.
/// Some requests fail, some streams break off, and a prompt that says so is answered late.
final class ChargingProvider implements AutoCloseable {

    /// In a prompt: the answer takes its time.
    static final String SLOWLY = "slowly";

    private static final int PERCENT = 100;
    private static final int FAIL = 9;
    private static final int HANG_UP = 2;
    private static final int BREAK_OFF = 2;
    private static final int PIECES = 4;
    private static final int SLOW_MILLIS = 40;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SplittableRandom random;
    private final AtomicLong number = new AtomicLong();
    private final Map<String, Long> charges = new ConcurrentHashMap<>();
    private final AtomicLong failed = new AtomicLong();

    /// @param seed of its moods and counts
    ChargingProvider(long seed) throws IOException {
        random = new SplittableRandom(seed);
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// What it charges for each request, in nano-USD, by the id that it gave it.
    Map<String, Long> charges() {
        return charges;
    }

    /// Requests that it failed.
    long failed() {
        return failed.get();
    }

    /// How one request goes.
    private record Mood(int dice, Charge charge, String id) {}

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains(SLOWLY)) {
                Thread.sleep(SLOW_MILLIS);
            }
            Mood mood = mood(body.contains("\"dear\"") ? "dear" : "cheap");
            if (mood.dice() < FAIL) {
                failed.incrementAndGet();
                exchange.sendResponseHeaders(mood.dice() % 2 == 0 ? 500 : 503, -1);
            } else if (mood.dice() < FAIL + HANG_UP) {
                failed.incrementAndGet(); // and the connection closes without a word
            } else if (body.contains("\"stream\":true")) {
                stream(exchange, mood);
            } else {
                whole(exchange, mood);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Mood mood(String model) {
        synchronized (random) {
            return new Mood(
                    random.nextInt(PERCENT),
                    Charge.draw(model, random),
                    "req_" + number.incrementAndGet());
        }
    }

    private void whole(HttpExchange exchange, Mood mood) throws IOException {
        byte[] bytes =
                """
                {"id":"c-1","object":"chat.completion","created":1,"model":"%s","choices":[\
                {"index":0,"message":{"role":"assistant","content":"Hello"},\
                "finish_reason":"stop"}],"usage":%s}\
                """
                        .formatted(mood.charge().model(), mood.charge().usage())
                        .getBytes(StandardCharsets.UTF_8);
        charges.put(mood.id(), mood.charge().nanoUsd());
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.getResponseHeaders().set("x-request-id", mood.id());
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void stream(HttpExchange exchange, Mood mood) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.getResponseHeaders().set("x-request-id", mood.id());
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; i < PIECES; i++) {
            send(out, mood, "[{\"index\":0,\"delta\":{\"content\":\"Hello \"}}]", "");
        }
        if (mood.dice() >= PERCENT - BREAK_OFF) {
            return; // in the middle of a stream, which then has no end
        }
        charges.put(mood.id(), mood.charge().nanoUsd());
        send(out, mood, "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", "");
        send(out, mood, "[]", ",\"usage\":" + mood.charge().usage());
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }

    private static void send(OutputStream out, Mood mood, String choices, String more)
            throws IOException {
        String event =
                "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                        + "\"model\":\"%s\",\"choices\":%s%s}\n\n"
                                .formatted(mood.charge().model(), choices, more);
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
