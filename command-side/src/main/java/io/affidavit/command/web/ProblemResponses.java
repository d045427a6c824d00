package io.affidavit.command.web;

import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;

/// Problems as HTTP answers.
final class ProblemResponses {

    private static final String RETRY_AFTER_SECONDS = "1";

    private ProblemResponses() {}

    static ResponseEntity<Problem> of(Problem problem) {
        return of(problem, HttpHeaders.EMPTY);
    }

    static ResponseEntity<Problem> of(FailureCode code, String detail) {
        return of(Problem.of(code, detail, List.of()));
    }

    /// The framework's and the server's own refusals, such as a method that a route does not have
    /// or a parameter with a broken escape; empty for anything else.
    static Optional<ResponseEntity<Problem>> ofFramework(Exception failure) {
        return switch (failure) {
            case ErrorResponse refused ->
                    Optional.of(of(problem(refused.getStatusCode()), refused.getHeaders()));
            case InvalidParameterException invalid ->
                    Optional.of(of(problem(HttpStatusCode.valueOf(invalid.getErrorCode()))));
            default -> Optional.empty();
        };
    }

    private static Problem problem(HttpStatusCode status) {
        FailureCode code = code(status);
        return new Problem(
                "about:blank",
                Problem.title(status.value()),
                status.value(),
                detail(code),
                code.code(),
                List.of());
    }

    /// Whatever is away for a moment is worth another try after one.
    private static ResponseEntity<Problem> of(Problem problem, HttpHeaders more) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(problem.status()).headers(more);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }

    private static FailureCode code(HttpStatusCode status) {
        return switch (HttpStatus.resolve(status.value())) {
            case NOT_FOUND -> FailureCode.ROUTE_NOT_FOUND;
            case METHOD_NOT_ALLOWED -> FailureCode.METHOD_NOT_SUPPORTED;
            case NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE -> FailureCode.UNSUPPORTED_MEDIA_TYPE;
            case CONTENT_TOO_LARGE -> FailureCode.REQUEST_TOO_LARGE;
            case null, default ->
                    status.is4xxClientError()
                            ? FailureCode.MALFORMED_REQUEST
                            : FailureCode.INTERNAL_ERROR;
        };
    }

    private static String detail(FailureCode code) {
        return switch (code) {
            case ROUTE_NOT_FOUND -> "route: not found";
            case METHOD_NOT_SUPPORTED -> "method: not supported here (expected: see allow)";
            case UNSUPPORTED_MEDIA_TYPE -> "media type: not supported (expected: application/json)";
            case REQUEST_TOO_LARGE -> "body: too large";
            case INTERNAL_ERROR -> "internal error";
            default -> "request: malformed";
        };
    }
}
