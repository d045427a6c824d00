package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.ErrorForm;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// Errors as clients of OpenAI's dialect expect them. The request's id stands in the head alone.
public final class OpenAiErrorForm implements ErrorForm {

    @Override
    public int status(FailureCode failure) {
        return failure.status();
    }

    @Override
    public byte[] body(
            FailureCode failure, @Nullable String param, String message, String requestId) {
        return ErrorBody.json(failure, param, message);
    }

    @Override
    public byte[] event(
            FailureCode failure, @Nullable String param, String message, String requestId) {
        return ErrorBody.event(failure, param, message);
    }
}
