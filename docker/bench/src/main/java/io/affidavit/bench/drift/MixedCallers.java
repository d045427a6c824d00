package io.affidavit.bench.drift;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers of every kind: patient ones, such as leave in the middle of a stream, and such as leave
/// before anything came.
final class MixedCallers {

    private static final int PERCENT = 100;
    private static final int STREAMS = 45;
    private static final int LEAVE_A_STREAM = 8;
    private static final int LEAVE_EARLY = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration EARLY = Duration.ofMillis(15);
    private static final Duration AFTER_A_FAILURE = Duration.ofMillis(20);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final int calls;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile String url;

    /// @param keys whose calls, in turns
    /// @param calls how many must be made that the gateway has taken
    /// @param seed of what they do
    MixedCallers(String url, List<String> keys, int callers, int calls, long seed) {
        this.url = url;
        this.calls = calls;
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < callers; i++) {
            SplittableRandom own = seeds.split();
            String key = keys.get(i % keys.size());
            threads.add(Thread.ofVirtual().start(() -> callOn(key, own)));
        }
    }

    /// Where the gateway listens in its new life.
    void moveTo(String newUrl) {
        url = newUrl;
    }

    /// Calls that the gateway took, so far.
    int made() {
        return made.get();
    }

    /// Calls whose callers left before the end.
    int left() {
        return left.get();
    }

    /// Waits until all calls are made.
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        http.close();
    }

    private void callOn(String key, SplittableRandom random) {
        try {
            while (made.get() < calls) {
                if (call(key, random.nextInt(PERCENT))) {
                    made.incrementAndGet();
                } else {
                    Thread.sleep(AFTER_A_FAILURE); // the gateway is dead, for now
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether the gateway took it
    private boolean call(String key, int dice) throws InterruptedException {
        try {
            if (dice < LEAVE_EARLY) {
                return leaveEarly(request(key, false, ChargingProvider.SLOWLY));
            }
            boolean stream = dice < STREAMS;
            HttpResponse<InputStream> answer =
                    http.send(
                            request(key, stream, "Hi"), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (stream && dice < LEAVE_EARLY + LEAVE_A_STREAM) {
                    left.incrementAndGet();
                    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                                    .readLine()
                            != null;
                }
                body.readAllBytes();
            }
            return true;
        } catch (IOException e) { // killed in the middle, or a stream that broke off
            return false;
        }
    }

    private boolean leaveEarly(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            answer.get(EARLY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            left.incrementAndGet();
            answer.cancel(true);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    private HttpRequest request(String key, boolean stream, String text) {
        String json =
                "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":3000,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(Books.ALIAS, stream, text);
        return HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }
}
