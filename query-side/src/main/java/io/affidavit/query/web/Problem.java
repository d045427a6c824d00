package io.affidavit.query.web;

import io.affidavit.schemas.value.FailureCode;
import java.util.List;

/// A request that is refused, on its way to the one place that writes refusals.
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final transient List<FieldError> errors;
    private final boolean soon;

    /// What is wrong with one parameter.
    public record FieldError(String field, String message) {}

    private Problem(FailureCode code, String detail, List<FieldError> errors) {
        this(code, detail, errors, false);
    }

    private Problem(FailureCode code, String detail, List<FieldError> errors, boolean soon) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.soon = soon;
    }

    /// Nothing of this name is there, or nothing the caller may know of.
    ///
    /// @param what what was asked for, such as `key`
    public static Problem notFound(String what) {
        return new Problem(FailureCode.NOT_FOUND, what + ": not found", List.of());
    }

    /// It is not there yet, and may be a moment later.
    public static Problem notYet(String detail) {
        return new Problem(FailureCode.NOT_FOUND, detail, List.of(), true);
    }

    /// A parameter breaks its rule.
    public static Problem invalid(String field, String expected) {
        return new Problem(
                FailureCode.INVALID_VALUE,
                field + ": invalid (expected: " + expected + ")",
                List.of(new FieldError(field, "expected: " + expected)));
    }

    /// A parameter that no reader of this route knows.
    public static Problem unknown(String field) {
        return new Problem(
                FailureCode.UNSUPPORTED_PARAMETER,
                field + ": unknown parameter",
                List.of(new FieldError(field, "unknown parameter")));
    }

    /// A refusal with nothing to point at.
    public static Problem of(FailureCode code, String detail) {
        return new Problem(code, detail, List.of());
    }

    /// The code of the refusal; its status is the answer's.
    public FailureCode code() {
        return code;
    }

    /// Whether the same question may have another answer a moment later.
    public boolean isSoon() {
        return soon;
    }

    /// The offending parameters.
    public List<FieldError> errors() {
        return errors;
    }
}
