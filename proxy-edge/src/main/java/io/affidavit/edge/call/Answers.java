package io.affidavit.edge.call;

import io.affidavit.edge.openai.ErrorBody;
import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers in the shape clients of the OpenAI dialect expect.
public final class Answers {

    /// Clients that obey a longer wait sleep for however long it says.
    private static final int MAX_RETRY_AFTER_SECONDS = 60;

    private Answers() {}

    /// An error, from authentication on with the call's id.
    ///
    /// @param callId the call's field; `null` before authentication
    /// @param retryAfterSeconds the provider's hint; `null` for none
    public static Answer error(
            StageResult.Refuse refuse,
            Answer.@Nullable Field callId,
            @Nullable Integer retryAfterSeconds) {
        FailureCode code = refuse.code();
        List<Answer.Field> fields = new ArrayList<>(3);
        if (callId != null) {
            fields.add(callId);
        }
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
                code.status(),
                ErrorBody.json(code, refuse.param(), refuse.message()),
                fields,
                code == FailureCode.SHUTTING_DOWN || code == FailureCode.REQUEST_TOO_LARGE);
    }

    /// An error with the general text of its code, before authentication.
    public static Answer error(FailureCode code) {
        return error(StageResult.Refuse.of(code), null, null);
    }

    /// A wrong method.
    public static Answer methodNotSupported(Endpoint endpoint, Answer.@Nullable Field callId) {
        Answer plain = error(StageResult.Refuse.of(FailureCode.METHOD_NOT_SUPPORTED), callId, null);
        return with(plain, new Answer.Field("allow", endpoint.allow()));
    }

    /// The methods of an endpoint.
    public static Answer options(Endpoint endpoint) {
        return new Answer(
                200, new byte[0], List.of(new Answer.Field("allow", endpoint.allow())), false);
    }

    private static Answer with(Answer answer, Answer.Field field) {
        List<Answer.Field> fields = new ArrayList<>(answer.fields());
        fields.add(field);
        return new Answer(answer.status(), answer.body(), fields, answer.close());
    }
}
