package io.affidavit.bench.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls that the simulator answers, as many at a time as keep two processors busy.
final class SimulatedCalls {

    private static final int CALLERS = 48;
    private static final int OK = 200;
    private static final String BODY =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private SimulatedCalls() {}

    /// @throws IllegalStateException when one is not answered
    static void make(String dataUrl, String key, int calls) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(dataUrl + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build();
        AtomicInteger left = new AtomicInteger(calls);
        try (HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(
                        callers.submit(() -> {
                            while (left.getAndDecrement() > 0) {
                                send(http, request);
                            }
                            return null;
                        }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        }
    }

    private static void send(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != OK) {
            throw new IllegalStateException("a call was answered with " + status);
        }
    }
}
