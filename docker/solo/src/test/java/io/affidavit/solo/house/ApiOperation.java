package io.affidavit.solo.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// One operation of an OpenAPI document.
///
/// @param method upper case
/// @param path with its variables in braces
/// @param described what the document says of it
record ApiOperation(String method, String path, JsonNode described) {

    private static final List<String> ORDER = List.of("POST", "GET", "PATCH", "DELETE");

    /// All of a document: what makes something first, what takes it away last, and things before
    /// what belongs to them.
    static List<ApiOperation> of(JsonNode document) {
        List<ApiOperation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method ->
                                        all.add(
                                                new ApiOperation(
                                                        method.getKey().toUpperCase(Locale.ROOT),
                                                        path.getKey(),
                                                        method.getValue()))));
        all.sort((one, other) ->
                Integer.compare(ORDER.indexOf(one.method), ORDER.indexOf(other.method)));
        return all;
    }

    String id() {
        return described.path("operationId").stringValue();
    }

    String tag() {
        return described.path("tags").path(0).stringValue();
    }

    boolean isWrite() {
        return described.has("requestBody");
    }

    /// The schema of its body; a missing node without one.
    JsonNode body() {
        return described.at("/requestBody/content/application~1json/schema");
    }

    List<String> required() {
        return body().path("required").valueStream().map(JsonNode::stringValue).toList();
    }

    /// What it documents for a status, be it by its number or by its class.
    JsonNode response(int status) {
        JsonNode responses = described.path("responses");
        String number = Integer.toString(status);
        return responses.has(number) ? responses.path(number) : responses.path(status / 100 + "XX");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
