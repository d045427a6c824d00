package io.affidavit.solo.house;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes bodies from their schemas: valid ones, and for each rule one that breaks it. What no
/// schema can say, such as which tenants exist, it is told.
final class ApiSamples {

    private static final JsonMapper JSON = new JsonMapper();

    private final AtomicInteger fresh = new AtomicInteger();
    private final Map<String, String> texts;

    /// @param texts values of texts by the name of their member
    ApiSamples(Map<String, String> texts) {
        this.texts = texts;
    }

    /// Values of the house that these tests furnish.
    static Map<String, String> told(String baseUrl) {
        return Map.ofEntries(
                Map.entry("orgId", "acme"),
                Map.entry("teamId", "platform"),
                Map.entry("projectId", "bot"),
                Map.entry("provider", "openai-prod"),
                Map.entry("timeZone", "Europe/Berlin"),
                Map.entry("expiresAt", "2099-07-22T00:00:00Z"),
                Map.entry("baseUrl", baseUrl),
                Map.entry("aliases", "*"),
                Map.entry("scope", "{\"kind\":\"organization\",\"id\":\"acme\"}"),
                Map.entry("amount", "7"),
                Map.entry("until", "2099-07-22T00:00:00Z"));
    }

    /// A body with every member.
    ObjectNode whole(JsonNode schema) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        schema.path("properties")
                .properties()
                .forEach(member ->
                        body.set(member.getKey(), value(member.getKey(), member.getValue())));
        return body;
    }

    /// A value that has a schema's form.
    JsonNode value(String name, JsonNode schema) {
        String type = JsonSchema.types(schema.path("type")).findFirst().orElseThrow();
        return switch (type) {
            case "integer" -> schema.path("minimum");
            case "boolean" -> // `free` excludes the prices beside it
                    JsonNodeFactory.instance.booleanNode(!name.equals("free"));
            case "array" -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                array.add(value(name, schema.path("items")));
                yield array;
            }
            case "object" -> object(name, schema);
            default -> text(name, schema);
        };
    }

    private JsonNode object(String name, JsonNode schema) {
        String known = texts.get(name);
        if (known != null) {
            return JSON.readTree(known);
        }
        if (schema.has("properties")) {
            return whole(schema);
        }
        boolean ofTexts = schema.path("additionalProperties").isObject();
        return JSON.readTree(ofTexts ? "{\"a\":\"b\"}" : "{\"a\":[1]}");
    }

    private JsonNode text(String name, JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        if (name.equals("sha256")) {
            return JsonNodeFactory.instance.stringNode("%064x".formatted(fresh.incrementAndGet()));
        }
        String fallback = name.endsWith("Usd") ? "3" : "walked-*";
        String known = texts.getOrDefault(name, fallback);
        return JsonNodeFactory.instance.stringNode(
                known.replace("*", Integer.toString(fresh.incrementAndGet())));
    }

    /// Values that break one rule each of a member's schema.
    Iterator<JsonNode> wrong(JsonNode schema) {
        ArrayNode wrong = JsonNodeFactory.instance.arrayNode();
        wrong.add(
                JsonSchema.types(schema.path("type")).anyMatch("array"::equals)
                        ? JsonNodeFactory.instance.numberNode(5)
                        : JSON.readTree("[[5]]"));
        if (schema.has("enum") || schema.has("pattern")) {
            wrong.add(" ");
        }
        if (schema.path("maxLength").asInt(Integer.MAX_VALUE) <= 10_000) {
            wrong.add("a".repeat(schema.path("maxLength").intValue() + 1));
        }
        if (schema.has("minimum")) {
            wrong.add(schema.path("minimum").longValue() - 1);
        }
        if (schema.has("maximum")) {
            wrong.add(schema.path("maximum").longValue() + 1);
            wrong.add(0.5);
        }
        if (schema.path("minItems").asInt(0) > 0) {
            wrong.addArray();
        }
        if (schema.has("maxItems")) {
            ArrayNode tooMany = wrong.addArray();
            IntStream.rangeClosed(0, schema.path("maxItems").intValue())
                    .forEach(i -> tooMany.add("m" + i));
        }
        if (schema.path("uniqueItems").asBoolean(false)) {
            wrong.addArray().add("same").add("same");
        }
        return wrong.iterator();
    }

    /// Parameters with values that their schemas do not allow.
    static List<String> wrongParameters(ApiOperation operation) {
        List<String> wrong = new ArrayList<>();
        for (JsonNode parameter : operation.described().path("parameters")) {
            if (parameter.path("in").stringValue().equals("query")) {
                String name = parameter.path("name").stringValue() + "=";
                JsonNode schema = parameter.path("schema");
                if (schema.has("enum") || !schema.path("type").asString().equals("string")) {
                    wrong.add(name + "nobody");
                }
                if (schema.has("minimum")) {
                    wrong.add(name + (schema.path("minimum").longValue() - 1));
                }
                if (schema.has("maximum")) {
                    wrong.add(name + (schema.path("maximum").longValue() + 1));
                }
            }
        }
        return wrong;
    }
}
