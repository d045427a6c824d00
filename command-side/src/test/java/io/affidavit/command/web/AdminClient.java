package io.affidavit.command.web;

import io.affidavit.command.CommandContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An operator with a plain HTTP client.
public final class AdminClient {

    /// The operator token of [CommandContext].
    public static final String TOKEN = "operator-token-for-tests";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    /// Talks to a running room.
    public AdminClient(CommandContext context) {
        Environment environment = context.bean(Environment.class);
        this.base = "http://127.0.0.1:" + environment.getProperty("local.server.port");
    }

    /// What came back.
    public record Answer(int status, HttpHeaders headers, String text) {

        /// The body as JSON.
        public JsonNode json() {
            return MAPPER.readTree(text);
        }

        /// A member of the body as text; `null` prints as such.
        public String member(String name) {
            JsonNode node = json().path(name);
            return node.isString() ? node.stringValue() : node.toString();
        }

        /// Names of the members that a refusal is about.
        public List<String> fields() {
            List<String> fields = new ArrayList<>();
            json().path("errors").forEach(error -> fields.add(error.path("field").stringValue()));
            return fields;
        }
    }

    /// POST with the operator token.
    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /// PATCH with the operator token.
    public Answer patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    /// DELETE with the operator token and no body.
    public Answer delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    /// Any method with the operator token; headers are names and values in turn.
    public Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, body);
        request.setHeader("Authorization", "Bearer " + TOKEN);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return exchange(request.build());
    }

    /// Any method with exactly these headers besides the content type.
    public Answer bare(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, body);
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("Content-Type")) {
                request.setHeader(headers[i], headers[i + 1]);
            } else {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return exchange(request.build());
    }

    /// Where the room listens.
    public String base() {
        return base;
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        return body.isEmpty() ? request : request.header("Content-Type", JSON);
    }

    private Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
