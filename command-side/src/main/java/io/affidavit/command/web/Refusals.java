package io.affidavit.command.web;

import io.affidavit.schemas.value.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/// Refusals that more than one place of the control plane gives.
public final class Refusals {

    private Refusals() {}

    /// One member, parameter or header is wrong.
    public static Refused field(FailureCode code, String name, String message) {
        return new Refused(
                code, name + ": " + message, List.of(new Problem.FieldError(name, message)));
    }

    /// A route that knows no parameter was sent some.
    public static void requireNoParameter(HttpServletRequest request) {
        for (String name : request.getParameterMap().keySet()) {
            throw field(FailureCode.UNSUPPORTED_PARAMETER, name, "unknown parameter");
        }
    }

    /// Nothing of that id exists for this caller; also said of an id that could never exist.
    public static Refused notFound(String name) {
        return new Refused(FailureCode.NOT_FOUND, name + ": not found");
    }
}
