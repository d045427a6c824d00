package io.affidavit.command.web;

import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What is wrong with a body, wherever in it. The first mistake says with which code it is refused.
final class Mistakes {

    private static final int MAX_ERRORS = 20;
    private static final int MAX_SHOWN = 64;

    private final List<Problem.FieldError> errors = new ArrayList<>();
    private @Nullable FailureCode first;

    void add(FailureCode code, String field, String message) {
        if (first == null) {
            first = code;
        }
        if (errors.size() < MAX_ERRORS) {
            errors.add(new Problem.FieldError(field, message));
        }
    }

    /// Refuses the request unless nothing is wrong.
    void refuse() {
        FailureCode code = first;
        if (code != null) {
            Problem.FieldError error = errors.getFirst();
            String more = errors.size() == 1 ? "" : " and " + (errors.size() - 1) + " more";
            throw new Refused(code, error.field() + ": " + error.message() + more, errors);
        }
    }

    /// What a value is, in words.
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> node.isIntegralNumber() ? "a whole number" : "a fraction";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case NULL, MISSING, BINARY -> "null";
        };
    }

    /// A name that a caller made up, not longer than it is worth.
    static String shown(String name) {
        return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
    }
}
