package io.affidavit.replay.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the control plane as its operator.
final class ControlPlane {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final String JSON_TYPES = "application/json, application/problem+json";
    private static final String TEXT_TYPES = JSON_TYPES + ", text/plain;q=0.9";
    private static final int DOWN = 503;
    private static final int NOT_FOUND = 404;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final String url;
    private final String token;
    private final Duration patience;

    /// @param http trusts who is at `url`
    /// @param patience how long to wait for one answer
    ControlPlane(HttpClient http, String url, String token, Duration patience) {
        this.http = http;
        this.url = url;
        this.token = token;
        this.patience = patience;
    }

    /// A JSON answer.
    ///
    /// @param path from `/audit` on
    /// @param query parameters, not yet encoded
    /// @throws CommandFailure when there is none
    JsonNode get(String path, Map<String, String> query) {
        return parsed(path, answer(path + encoded(query), OK));
    }

    JsonNode get(String path) {
        return get(path, Map.of());
    }

    /// The answer to a request with a body.
    ///
    /// @throws CommandFailure when it is refused
    JsonNode post(String path, JsonNode body) {
        HttpRequest request =
                request(path, JSON_TYPES)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        return parsed(path, answer(path, request, OK, CREATED, ACCEPTED));
    }

    /// Writes a file that the gateway made beside `target` and moves it there when it is whole.
    ///
    /// @throws CommandFailure when it cannot be had or written
    void download(String path, Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            HttpResponse<Path> response =
                    http.send(
                            request(path, "application/zip").build(),
                            HttpResponse.BodyHandlers.ofFile(part));
            if (response.statusCode() != OK) {
                throw new CommandFailure(url + path + ": HTTP " + response.statusCode());
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure(target + ": cannot be fetched: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /// An answer in plain text.
    ///
    /// @throws CommandFailure when there is none
    String text(String path, Map<String, String> query) {
        String target = path + encoded(query);
        return answer(target, request(target, TEXT_TYPES).build(), OK);
    }

    /// How the gateway says it is, which it says with 503 when it is not well.
    ///
    /// @throws CommandFailure when it does not say
    JsonNode health() {
        String path = "/actuator/health";
        return parsed(path, answer(path, OK, DOWN));
    }

    private JsonNode parsed(String path, String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new CommandFailure(url + path + ": answered something that is no JSON", e);
        }
    }

    /// @param good statuses whose body is an answer
    private String answer(String target, int... good) {
        return answer(target, request(target, JSON_TYPES).build(), good);
    }

    private HttpRequest.Builder request(String target, String accept) {
        return HttpRequest.newBuilder(URI.create(url + target))
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept);
    }

    private String answer(String target, HttpRequest request, int... good) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (IntStream.of(good).anyMatch(status -> status == response.statusCode())) {
                return response.body();
            }
            int status = response.statusCode();
            String message = url + target + ": HTTP " + status + problem(response);
            throw status == NOT_FOUND ? new NotFound(message) : new CommandFailure(message);
        } catch (IOException e) {
            throw new CommandFailure(url + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private static String problem(HttpResponse<String> response) {
        try {
            String detail = JSON.readTree(response.body()).path("detail").asString("");
            return detail.isEmpty() ? "" : ", " + detail;
        } catch (JacksonException e) {
            return ""; // the status has to do
        }
    }

    private static String encoded(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(parameter ->
                                parameter.getKey()
                                        + '='
                                        + URLEncoder.encode(
                                                parameter.getValue(), StandardCharsets.UTF_8))
                        .sorted()
                        .collect(Collectors.joining("&", "?", ""));
    }

    /// The control plane knows no such thing.
    static final class NotFound extends CommandFailure {

        private static final long serialVersionUID = 1L;

        private NotFound(String message) {
            super(message);
        }
    }
}
