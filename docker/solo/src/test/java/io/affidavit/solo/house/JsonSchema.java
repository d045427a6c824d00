package io.affidavit.solo.house;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Judges JSON by the schemas of an OpenAPI document. Stricter than the standard asks: a member
/// that a schema does not name is a mistake, and so is a keyword that this judge does not know.
final class JsonSchema {

    private static final Set<String> WORDS = Set.of("description", "default");

    private final JsonNode document;

    JsonSchema(JsonNode document) {
        this.document = document;
    }

    /// Everything that does not fit; empty when all fits.
    List<String> mistakes(JsonNode schema, JsonNode value) {
        List<String> mistakes = new ArrayList<>();
        judge(schema, value, "$", mistakes);
        return mistakes;
    }

    /// The schema itself, where it is only referred to.
    JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private void judge(JsonNode given, JsonNode value, String at, List<String> mistakes) {
        JsonNode schema = resolved(given);
        if (schema.isMissingNode()) {
            mistakes.add(at + ": no schema " + given);
            return;
        }
        for (String keyword : schema.propertyNames()) {
            if (!holds(keyword, schema, value, at, mistakes)) {
                mistakes.add(at + ": " + shown(value) + " against " + keyword + " of " + schema);
            }
        }
        if (value.isObject() && schema.has("properties") && !schema.has("additionalProperties")) {
            unknown(schema, value).forEach(name -> mistakes.add(at + ": unnamed member " + name));
        }
    }

    private boolean holds(
            String keyword, JsonNode schema, JsonNode value, String at, List<String> mistakes) {
        JsonNode rule = schema.path(keyword);
        return switch (keyword) {
            case "type" -> types(rule).anyMatch(type -> isOf(type, value));
            case "enum" -> rule.valueStream().anyMatch(value::equals);
            case "anyOf" -> rule.valueStream().anyMatch(one -> mistakes(one, value).isEmpty());
            case "pattern" ->
                    !value.isString()
                            || Pattern.compile(rule.stringValue())
                                    .matcher(value.stringValue())
                                    .find();
            case "minLength" ->
                    !value.isString() || value.stringValue().length() >= rule.intValue();
            case "maxLength" ->
                    !value.isString() || value.stringValue().length() <= rule.intValue();
            case "format" -> !value.isString() || hasFormat(rule.stringValue(), value);
            case "minimum" -> !value.isNumber() || value.doubleValue() >= rule.doubleValue();
            case "maximum" -> !value.isNumber() || value.doubleValue() <= rule.doubleValue();
            case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
            case "maxItems" -> !value.isArray() || value.size() <= rule.intValue();
            case "uniqueItems" ->
                    !value.isArray()
                            || new HashSet<>(value.valueStream().toList()).size() == value.size();
            case "items", "properties", "additionalProperties" -> {
                descend(keyword, schema, value, at, mistakes);
                yield true;
            }
            case "required" ->
                    !value.isObject()
                            || rule.valueStream().allMatch(name -> value.has(name.stringValue()));
            default -> WORDS.contains(keyword);
        };
    }

    private void descend(
            String keyword, JsonNode schema, JsonNode value, String at, List<String> mistakes) {
        JsonNode rule = schema.path(keyword);
        if (keyword.equals("items") && value.isArray()) {
            value.forEach(item -> judge(rule, item, at + "[]", mistakes));
        } else if (keyword.equals("properties") && value.isObject()) {
            rule.properties().stream()
                    .filter(member -> value.has(member.getKey()))
                    .forEach(member ->
                            judge(
                                    member.getValue(),
                                    value.path(member.getKey()),
                                    at + "." + member.getKey(),
                                    mistakes));
        } else if (keyword.equals("additionalProperties") && value.isObject()) {
            for (String name : unknown(schema, value)) {
                if (rule.isBoolean() && !rule.booleanValue()) {
                    mistakes.add(at + ": unnamed member " + name);
                } else if (rule.isObject()) {
                    judge(rule, value.path(name), at + "." + name, mistakes);
                }
            }
        }
    }

    private static List<String> unknown(JsonNode schema, JsonNode value) {
        return value.propertyNames().stream()
                .filter(name -> !schema.path("properties").has(name))
                .toList();
    }

    static Stream<String> types(JsonNode rule) {
        return rule.isString()
                ? Stream.of(rule.stringValue())
                : rule.valueStream().map(JsonNode::stringValue);
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean hasFormat(String format, JsonNode value) {
        try {
            return switch (format) {
                case "date-time" -> OffsetDateTime.parse(value.stringValue()) != null;
                case "uuid" -> UUID.fromString(value.stringValue()) != null;
                default -> false;
            };
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
