package io.affidavit.query.evidence.export;

import io.affidavit.schemas.value.FailureCode;

/// A bundle that cannot be made.
final class ExportFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    ExportFailure(FailureCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /// Nothing of this name is there.
    static ExportFailure notFound(String member) {
        return new ExportFailure(FailureCode.NOT_FOUND, member + ": not found");
    }

    /// The log is not as it must be, or not sealed yet: nothing may leave that does not prove.
    static ExportFailure unavailable(String detail) {
        return new ExportFailure(FailureCode.EVIDENCE_UNAVAILABLE, detail);
    }

    FailureCode code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
