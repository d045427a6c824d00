package io.affidavit.command.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.springframework.http.HttpStatus;

/// An error of the control plane as RFC 9457 problem details.
///
/// @param type always `about:blank`: the code says everything a URI could
/// @param title the status in words
/// @param status HTTP status
/// @param detail what is wrong with this request, for people
/// @param code stable code for programs, see [FailureCode]
/// @param errors what is wrong with which member; absent when it is not about members
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    /// What is wrong with one member.
    ///
    /// @param field its name as the caller wrote it
    /// @param message what was expected; never the value where that could be a secret
    public record FieldError(String field, String message) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    static Problem of(FailureCode code, String detail, List<FieldError> errors) {
        return new Problem(
                "about:blank", title(code.status()), code.status(), detail, code.code(), errors);
    }

    static String title(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
