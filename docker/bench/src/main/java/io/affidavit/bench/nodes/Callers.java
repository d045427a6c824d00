package io.affidavit.bench.nodes;

import io.affidavit.bench.edge.Setup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Calls one after the other, spread over gateways, and remembers what they were told.
final class Callers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final String key;
    private final Queue<String> succeeded = new ConcurrentLinkedQueue<>();
    private final LongAdder failed = new LongAdder();
    private final CountDownLatch done;
    private volatile boolean stopping;

    /// @param each callers for each node
    Callers(List<Node> nodes, String key, int each) {
        this.key = key;
        this.done = new CountDownLatch(nodes.size() * each);
        for (Node node : nodes) {
            for (int i = 0; i < each; i++) {
                boolean stream = i % 2 == 1;
                Thread.ofVirtual().start(() -> run(node, stream));
            }
        }
    }

    private void run(Node node, boolean stream) {
        try {
            while (!stopping && node.process().isAlive()) {
                call(node.dataUrl(), stream);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private void call(String url, boolean stream) throws InterruptedException {
        String body =
                "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                        .formatted(Setup.ALIAS, stream);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                        .timeout(PATIENCE)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == OK
                    && (!stream || answer.body().endsWith("data: [DONE]\n\n"))) {
                succeeded.add(answer.headers().firstValue("x-affidavit-call-id").orElseThrow());
                return;
            }
        } catch (IOException e) { // the expected end of a call whose gateway was killed
        }
        failed.increment();
    }

    /// Makes no further call and waits for those under way.
    void stop() throws InterruptedException {
        stopping = true;
        if (!done.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("callers do not end");
        }
        http.close();
    }

    Queue<String> succeeded() {
        return succeeded;
    }

    long failed() {
        return failed.sum();
    }
}
