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

    /// How long the window of a minute takes to be free as a whole: its last part is one more.
    private static final int MINUTE_SECONDS = 61;

    /// What a rate that nobody can tell the end of is said to last: too long to wait for.
    private static final int LONG_SECONDS = 3600;

    /// An error.
    ///
    /// @param head fields of every answer to the call; empty before authentication
    /// @param retryAfterSeconds when to ask again, by the provider's hint or by a limit of ours;
    ///   `null` if nobody can tell
    public Answer error(
            StageResult.Refuse refuse,
            List<Answer.Field> head,
            @Nullable Integer retryAfterSeconds) {
        FailureCode code = refuse.code();
        List<Answer.Field> fields = new ArrayList<>(head);
        if (code == FailureCode.RATE_LIMIT_EXCEEDED || code == FailureCode.TOKEN_LIMIT_EXCEEDED) {
            int seconds = retryAfterSeconds == null ? LONG_SECONDS : retryAfterSeconds;
            boolean soon = seconds <= MINUTE_SECONDS;
            retry(fields, soon, soon ? bearable(seconds) : seconds);
        } else if (code.retryable() && (code.status() == 429 || code.status() == 503)) {
            retry(fields, true, bearable(retryAfterSeconds == null ? 1 : retryAfterSeconds));
        } else if (code.status() >= 500 || code.status() == 429) {
            fields.add(new Answer.Field("x-should-retry", Boolean.toString(code.retryable())));
        }
        return new Answer(
                endpoint.dialect().errors().status(code),
                endpoint.dialect()
                        .errors()
                        .body(code, refuse.param(), refuse.message(), request.requestId()),
                fields,
                code == FailureCode.SHUTTING_DOWN || code == FailureCode.REQUEST_TOO_LARGE);
    }

    /// A limit of ours knows when it has room, and says so however long it takes. Clients that
    /// would sleep until then are told not to.
    private static void retry(List<Answer.Field> fields, boolean should, int seconds) {
        fields.add(new Answer.Field("x-should-retry", Boolean.toString(should)));
        fields.add(new Answer.Field("retry-after", Integer.toString(seconds)));
    }

    private static int bearable(int seconds) {
        return Math.clamp(seconds, 1, MAX_RETRY_AFTER_SECONDS);
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
