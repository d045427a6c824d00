package io.affidavit.command.web;

import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what a member of [Fields] holds. `null` is what was wrong and has been told.
final class Elements {

    private Elements() {}

    /// A text of a form.
    static @Nullable String text(JsonNode node, Form form, BiConsumer<FailureCode, String> wrong) {
        if (!node.isString()) {
            wrong.accept(FailureCode.INVALID_TYPE, Mistakes.kind(node) + " (expected: a string)");
            return null;
        }
        String text = node.stringValue();
        if (!form.isOf(text)) {
            wrong.accept(FailureCode.INVALID_VALUE, "malformed (expected: " + form.words() + ")");
            return null;
        }
        return text;
    }

    /// A whole number within bounds.
    static @Nullable Integer whole(
            JsonNode node, int min, int max, BiConsumer<FailureCode, String> wrong) {
        if (!node.isIntegralNumber()) {
            wrong.accept(
                    FailureCode.INVALID_TYPE, Mistakes.kind(node) + " (expected: a whole number)");
            return null;
        }
        if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            wrong.accept(
                    FailureCode.INVALID_VALUE, node + " (expected: " + min + " to " + max + ")");
            return null;
        }
        return node.intValue();
    }

    /// What should be objects, one at least; none where that was wrong.
    static Iterable<JsonNode> objects(
            @Nullable JsonNode node, int max, BiConsumer<FailureCode, String> wrong) {
        String expected = " (expected: an array of 1 to " + max + " objects)";
        if (node == null) {
            wrong.accept(FailureCode.MISSING_PARAMETER, "missing" + expected);
            return List.of();
        }
        if (!node.isArray() || node.isEmpty() || node.size() > max) {
            wrong.accept(FailureCode.INVALID_VALUE, "malformed" + expected);
            return List.of();
        }
        return node;
    }

    /// Distinct texts of a form.
    static @Nullable List<String> texts(
            JsonNode node, int max, Form form, BiConsumer<FailureCode, String> wrong) {
        if (!node.isArray()) {
            wrong.accept(FailureCode.INVALID_TYPE, Mistakes.kind(node) + " (expected: an array)");
            return null;
        }
        Set<String> texts = new HashSet<>();
        List<String> ordered = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isString()) {
                wrong.accept(
                        FailureCode.INVALID_TYPE,
                        Mistakes.kind(element) + " in it (expected: strings)");
                return null;
            }
            String text = element.stringValue();
            if (!form.isOf(text) || !texts.add(text)) {
                wrong.accept(
                        FailureCode.INVALID_VALUE,
                        "malformed or repeated element (expected: " + form.words() + ")");
                return null;
            }
            ordered.add(text);
        }
        if (ordered.size() > max) {
            wrong.accept(
                    FailureCode.INVALID_VALUE,
                    ordered.size() + " elements (expected: at most " + max + ")");
            return null;
        }
        return ordered;
    }

    /// Distinct whole numbers within bounds.
    static @Nullable List<Integer> wholes(
            JsonNode node, int count, int min, int max, BiConsumer<FailureCode, String> wrong) {
        if (!node.isArray()) {
            wrong.accept(FailureCode.INVALID_TYPE, Mistakes.kind(node) + " (expected: an array)");
            return null;
        }
        Set<Integer> numbers = new LinkedHashSet<>();
        for (JsonNode element : node) {
            Integer number = whole(element, min, max, wrong);
            if (number == null) {
                return null;
            }
            if (!numbers.add(number)) {
                wrong.accept(FailureCode.INVALID_VALUE, number + " twice (expected: once)");
                return null;
            }
        }
        if (numbers.size() > count) {
            wrong.accept(
                    FailureCode.INVALID_VALUE,
                    numbers.size() + " elements (expected: at most " + count + ")");
            return null;
        }
        return List.copyOf(numbers);
    }

    /// Texts by names that the caller chose, both of a form.
    static @Nullable Map<String, String> named(
            JsonNode node, int max, Form form, BiConsumer<FailureCode, String> wrong) {
        if (!node.isObject()) {
            wrong.accept(FailureCode.INVALID_TYPE, Mistakes.kind(node) + " (expected: an object)");
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!member.getValue().isString()) {
                wrong.accept(
                        FailureCode.INVALID_TYPE,
                        Mistakes.kind(member.getValue()) + " in it (expected: strings)");
                return null;
            }
            String text = member.getValue().stringValue();
            if (!form.isOf(member.getKey()) || !form.isOf(text)) {
                wrong.accept(
                        FailureCode.INVALID_VALUE,
                        "malformed element (expected: " + form.words() + ")");
                return null;
            }
            texts.put(member.getKey(), text);
        }
        if (texts.size() > max) {
            wrong.accept(
                    FailureCode.INVALID_VALUE,
                    texts.size() + " elements (expected: at most " + max + ")");
            return null;
        }
        return texts;
    }
}
