package io.affidavit.bench.crash;

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

/// Makes calls as an application does, and believes an answer only when it has seen its end.
final class Caller {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final String DONE = "data: [DONE]";

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final String key;

    Caller(String key) {
        this.key = key;
    }

    /// One call.
    ///
    /// @return its id when it succeeded, else an empty text
    String call(String url, String text, boolean stream) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = send(url, text, stream);
            try (InputStream body = response.body()) {
                boolean whole = response.statusCode() == OK && isWhole(body, stream);
                return whole
                        ? response.headers().firstValue("x-affidavit-call-id").orElseThrow()
                        : "";
            }
        } catch (IOException e) {
            return ""; // the expected end of a call whose gateway is killed
        }
    }

    /// A stream whose beginning was read. It goes on only as far as buffers reach.
    InputStream begin(String url, String text) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = send(url, text, true);
        if (response.statusCode() != OK || response.body().read() < 0) {
            throw new IOException("no stream, but HTTP " + response.statusCode());
        }
        return response.body();
    }

    private HttpResponse<InputStream> send(String url, String text, boolean stream)
            throws IOException, InterruptedException {
        String json =
                "{\"model\":\"demo\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(stream, text);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                        .timeout(PATIENCE)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /// A JSON answer has arrived when its declared length has; a stream ends with a word of its
    /// own.
    private static boolean isWhole(InputStream body, boolean stream) throws IOException {
        if (!stream) {
            return body.readAllBytes().length > 0;
        }
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.equals(DONE)) {
            line = lines.readLine();
        }
        return line != null;
    }
}
