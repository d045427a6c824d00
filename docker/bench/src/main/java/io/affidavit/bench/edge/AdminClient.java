package io.affidavit.bench.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The control plane, as an operator uses it.
public final class AdminClient implements AutoCloseable {

    private static final int FIRST_ERROR = 300;

    private final HttpClient http;
    private final String url;
    private final String token;

    public AdminClient(String url, String token) {
        this(url, token, null);
    }

    /// @param certificate what the control plane shows; `null` where it speaks plain HTTP
    AdminClient(String url, String token, @Nullable Certificate certificate) {
        HttpClient.Builder builder = HttpClient.newBuilder();
        this.http =
                certificate == null
                        ? builder.build()
                        : builder.sslContext(certificate.context()).build();
        this.url = url;
        this.token = token;
    }

    /// @throws IllegalStateException when the answer is not a success
    public JsonNode post(String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    /// @throws IllegalStateException when the answer is not a success
    public JsonNode put(String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    /// @throws IllegalStateException when the answer is not a success
    public JsonNode delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    private JsonNode send(String method, String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        String json = JsonMapper.shared().writeValueAsString(body);
        return send(
                request(path)
                        .header("content-type", "application/json")
                        .method(method, BodyPublishers.ofString(json)));
    }

    /// @throws IllegalStateException when the answer is not a success
    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).header("accept", "application/json"));
    }

    /// Writes whatever is there into a file.
    ///
    /// @throws IllegalStateException when the answer is not a success
    public void download(String path, Path file) throws IOException, InterruptedException {
        HttpResponse<Path> answer = http.send(request(path).build(), BodyHandlers.ofFile(file));
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new IllegalStateException(path + " was answered with " + answer.statusCode());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new IllegalStateException(
                    answer.request().method()
                            + " "
                            + answer.uri().getPath()
                            + ": "
                            + answer.statusCode()
                            + " "
                            + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
