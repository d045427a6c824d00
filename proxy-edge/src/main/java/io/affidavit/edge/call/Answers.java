package io.affidavit.edge.call;

import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers to one request in the shape its client expects.
///
/// @param endpoint what was asked for; its dialect words the errors
public record Answers(Endpoint endpoint, ClientRequest request) {

    /// Clients that obey a longer wait sleep for however long it says.
    private static final int MAX_RETRY_AFTER_SECONDS = 60;

    /// An error.
    ///
    /// @param head fields of every answer to the call; empty before authentication
    /// @param retryAfterSeconds the provider's hint; `null` for none
    public Answer error(
            StageResult.Refuse refuse,
            List<Answer.Field> head,
            @Nullable Integer retryAfterSeconds) {
        FailureCode code = refuse.code();
        List<Answer.Field> fields = new ArrayList<>(head);
        if (code.status() >= 500 || code.status() == 429) {
            fields.add(new Answer.Field("x-should-retry", Boolean.toString(code.retryable())));
        }
        if (code.retryable() && (code.status() == 429 || code.status() == 503)) {
            int seconds = retryAfterSeconds == null ? 1 : retryAfterSeconds;
            fields.add(
                    new Answer.Field(
                            "retry-after",
                            Integer.toString(Math.clamp(seconds, 1, MAX_RETRY_AFTER_SECONDS))));
        }
        return new Answer(
                endpoint.dialect().errors().status(code),
                endpoint.dialect()
                        .errors()
                        .body(code, refuse.param(), refuse.message(), request.requestId()),
                fields,
                code == FailureCode.SHUTTING_DOWN || code == FailureCode.REQUEST_TOO_LARGE);
    }

    /// An error with the general text of its code, before authentication.
    public Answer error(FailureCode code) {
        return error(StageResult.Refuse.of(code), List.of(), null);
    }

    /// The last event of a stream that broke off.
    public byte[] event(StageResult.Refuse refuse) {
        return endpoint.dialect()
                .errors()
                .event(refuse.code(), refuse.param(), refuse.message(), request.requestId());
    }

    /// A wrong method.
    public Answer methodNotSupported(List<Answer.Field> head) {
        Answer plain = error(StageResult.Refuse.of(FailureCode.METHOD_NOT_SUPPORTED), head, null);
        List<Answer.Field> fields = new ArrayList<>(plain.fields());
        fields.add(new Answer.Field("allow", endpoint.allow()));
        return new Answer(plain.status(), plain.body(), fields, plain.close());
    }

    /// The methods of the endpoint.
    public Answer options() {
        return new Answer(
                200, new byte[0], List.of(new Answer.Field("allow", endpoint.allow())), false);
    }
}
