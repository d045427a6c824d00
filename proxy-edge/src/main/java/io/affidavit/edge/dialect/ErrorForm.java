package io.affidavit.edge.dialect;

import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// How one dialect tells its clients that a call failed.
public interface ErrorForm {

    /// HTTP status of an error answer.
    int status(FailureCode failure);

    /// The body of an error answer.
    ///
    /// @param param JSON path of the member at fault; `null` for none
    /// @param message for the client
    /// @param requestId the request's id as its header shows it
    byte[] body(FailureCode failure, @Nullable String param, String message, String requestId);

    /// The last event of a stream that broke off, in the same words.
    byte[] event(FailureCode failure, @Nullable String param, String message, String requestId);
}
