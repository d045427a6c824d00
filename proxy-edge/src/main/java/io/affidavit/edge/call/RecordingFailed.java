package io.affidavit.edge.call;

import io.affidavit.schemas.value.FailureCode;

/// A fact could not be made durable, or was refused by whoever decides about it.
public final class RecordingFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    RecordingFailed(FailureCode code, Throwable cause) {
        super(code.code(), cause);
        this.code = code;
    }

    /// What the client is told.
    public FailureCode code() {
        return code;
    }
}
