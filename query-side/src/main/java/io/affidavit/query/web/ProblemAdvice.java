package io.affidavit.query.web;

import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// Writes every refusal of a reading route as RFC 9457 problem details with our `code`.
@RestControllerAdvice("io.affidavit.query")
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    /// A refusal of ours.
    @ExceptionHandler
    ResponseEntity<ProblemBody> handle(Problem problem) {
        ResponseEntity<ProblemBody> answer =
                answer(problem.code(), String.valueOf(problem.getMessage()), problem.errors());
        return problem.isSoon()
                ? ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .cacheControl(CacheControl.noStore())
                        .body(answer.getBody())
                : answer;
    }

    /// A parameter that is no number where one is due.
    @ExceptionHandler
    ResponseEntity<ProblemBody> handle(MethodArgumentTypeMismatchException mismatch) {
        return handle(Problem.invalid(mismatch.getName(), "a whole number"));
    }

    /// A parameter with a broken escape, found by the server when the first one is read.
    @ExceptionHandler
    ResponseEntity<ProblemBody> handle(InvalidParameterException invalid) {
        HttpStatusCode status = HttpStatusCode.valueOf(invalid.getErrorCode());
        return answer(status, code(status), "parameters: malformed", List.of());
    }

    /// The database does not answer: nothing can be read, and nothing may be guessed.
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemBody> handleDatabase(RuntimeException failure) {
        LOG.atWarn().setCause(failure).log("a read failed");
        return answer(FailureCode.EVIDENCE_UNAVAILABLE, "the database does not answer", List.of());
    }

    /// A refusal of the framework, such as an answer in a form that we do not write.
    @ExceptionHandler
    ResponseEntity<ProblemBody> handle(Exception failure) {
        if (failure instanceof ErrorResponse refused) {
            return answer(
                    refused.getStatusCode(),
                    code(refused.getStatusCode()),
                    String.valueOf(refused.getBody().getDetail()),
                    List.of());
        }
        LOG.atWarn().setCause(failure).log("a read failed for a reason of ours");
        return answer(FailureCode.INTERNAL_ERROR, "internal error", List.of());
    }

    private static FailureCode code(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> FailureCode.NOT_FOUND;
            case 405 -> FailureCode.METHOD_NOT_SUPPORTED;
            case 406, 415 -> FailureCode.UNSUPPORTED_MEDIA_TYPE;
            default ->
                    status.is4xxClientError()
                            ? FailureCode.MALFORMED_REQUEST
                            : FailureCode.INTERNAL_ERROR;
        };
    }

    private static ResponseEntity<ProblemBody> answer(
            FailureCode code, String detail, List<Problem.FieldError> errors) {
        return answer(HttpStatusCode.valueOf(code.status()), code, detail, errors);
    }

    private static ResponseEntity<ProblemBody> answer(
            HttpStatusCode status,
            FailureCode code,
            String detail,
            List<Problem.FieldError> errors) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemBody.of(status, code.code(), detail, errors));
    }
}
