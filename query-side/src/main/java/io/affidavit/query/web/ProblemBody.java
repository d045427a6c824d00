package io.affidavit.query.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/// Problem details (RFC 9457) as every route of the control plane writes them, member for member:
/// the rooms share the form and not the class.
///
/// @param type always `about:blank`: the code says everything a URI could
/// @param title the status in words
/// @param status HTTP status
/// @param detail what is wrong with this request, for people
/// @param code stable code for programs
/// @param errors what is wrong with which parameter; absent when it is not about parameters
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem.FieldError> errors) {

    ProblemBody {
        errors = List.copyOf(errors);
    }

    static ProblemBody of(
            HttpStatusCode status, String code, String detail, List<Problem.FieldError> errors) {
        HttpStatus known = HttpStatus.resolve(status.value());
        String title = known == null ? "Error" : known.getReasonPhrase();
        return new ProblemBody("about:blank", title, status.value(), detail, code, errors);
    }
}
