package io.affidavit.command.web;

import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Writes every refusal of an admin route as problem details (RFC 9457).
@RestControllerAdvice("io.affidavit.command")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    /// Refused before it became a command.
    @ExceptionHandler
    ResponseEntity<Problem> handle(Refused refused, HttpServletRequest request) {
        AdminRequestResolver.forget(request);
        return ProblemResponses.of(refused.problem());
    }

    /// Refused by the command's handler, or failed.
    @ExceptionHandler
    ResponseEntity<Problem> handle(Exception failure, HttpServletRequest request) {
        AdminRequestResolver.forget(request);
        Optional<Refusal> refusal = Refusal.of(failure);
        if (refusal.isPresent()) {
            return handle(refusal.get());
        }
        if (failure instanceof DataAccessException) {
            LOG.atWarn().setCause(failure).log("vault does not answer");
            return ProblemResponses.of(FailureCode.EVIDENCE_UNAVAILABLE, "vault: does not answer");
        }
        return ProblemResponses.ofFramework(failure)
                .orElseGet(() -> {
                    LOG.atWarn().setCause(failure).log("admin request failed");
                    return ProblemResponses.of(FailureCode.INTERNAL_ERROR, "internal error");
                });
    }

    private static ResponseEntity<Problem> handle(Refusal refusal) {
        FailureCode code = refusal.code();
        if (code.fault() == FailureCode.Fault.GATEWAY) {
            LOG.atWarn()
                    .addKeyValue("code", code.code())
                    .addKeyValue("reason", refusal.message())
                    .log("admin command failed");
            return ProblemResponses.of(code, code.code().replace('_', ' '));
        }
        return ProblemResponses.of(Problem.of(code, refusal.message(), errors(refusal)));
    }

    /// A refused member is named in front of the message; say so to programs as well.
    private static List<Problem.FieldError> errors(Refusal refusal) {
        int colon = refusal.message().indexOf(": ");
        boolean isAboutMember = refusal.code().status() == 400 && colon > 0;
        return isAboutMember
                ? List.of(
                        new Problem.FieldError(
                                refusal.message().substring(0, colon),
                                refusal.message().substring(colon + 2)))
                : List.of();
    }
}
