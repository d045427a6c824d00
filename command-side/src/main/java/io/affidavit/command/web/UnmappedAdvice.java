package io.affidavit.command.web;

import io.affidavit.schemas.value.FailureCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers for requests that no controller takes: unknown routes, wrong methods. Comes after the
/// advice of every room.
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class UnmappedAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(UnmappedAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> handle(Exception failure) {
        return ProblemResponses.ofFramework(failure)
                .orElseGet(() -> {
                    LOG.atWarn().setCause(failure).log("control request failed");
                    return ProblemResponses.of(FailureCode.INTERNAL_ERROR, "internal error");
                });
    }
}
