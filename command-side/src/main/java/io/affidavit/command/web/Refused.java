package io.affidavit.command.web;

import io.affidavit.schemas.value.FailureCode;
import java.io.Serial;
import java.util.List;

/// A request that is refused before it becomes a command.
public final class Refused extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final transient List<Problem.FieldError> errors;

    /// A refusal that is not about members.
    public Refused(FailureCode code, String detail) {
        this(code, detail, List.of());
    }

    /// A refusal about members.
    public Refused(FailureCode code, String detail, List<Problem.FieldError> errors) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    Problem problem() {
        return Problem.of(code, String.valueOf(getMessage()), errors);
    }

    FailureCode code() {
        return code;
    }
}
