package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The data plane's error object. All four members are always there, because typed clients read
/// them.
public final class ErrorBody {

    private ErrorBody() {}

    /// The body of an error answer: `{"error":{"message","type","param","code"}}`.
    ///
    /// @param param the member at fault; `null` for none
    public static byte[] json(FailureCode failure, @Nullable String param, String message) {
        return text(failure, param, message).getBytes(StandardCharsets.UTF_8);
    }

    /// The last event of a stream that broke off; no `[DONE]` follows it.
    public static byte[] event(FailureCode failure, @Nullable String param, String message) {
        return ("data: " + text(failure, param, message) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /// What a client is told where nobody has more to say.
    public static String message(FailureCode failure) {
        return switch (failure) {
            case NO_CREDENTIALS -> "authorization: missing (expected: Bearer and a virtual key)";
            case INVALID_API_KEY -> "authorization: invalid (expected: a virtual key in force)";
            case PERMISSION_DENIED -> "authorization: not allowed here";
            case MODEL_NOT_FOUND -> "model: not found (expected: an alias this key may use)";
            case ROUTE_NOT_FOUND -> "path: not found (expected: a path of this API)";
            case METHOD_NOT_SUPPORTED -> "method: not supported here";
            case MALFORMED_REQUEST -> "request: malformed";
            case MISSING_PARAMETER -> "request: a member is missing";
            case INVALID_TYPE -> "request: a member has the wrong type";
            case INVALID_VALUE -> "request: a member has the wrong value";
            case UNSUPPORTED_PARAMETER -> "request: a member is not supported";
            case NOT_YET_AVAILABLE -> "request: a member is not yet available";
            case CONTEXT_LENGTH_EXCEEDED ->
                    "messages: longer than the model's maximum context length";
            case CONTENT_POLICY_VIOLATION -> "messages: blocked by content policy";
            case UPSTREAM_REJECTED -> "request: rejected by the provider";
            case REQUEST_TOO_LARGE -> "body: too large";
            case UNSUPPORTED_MEDIA_TYPE ->
                    "content-type: unsupported (expected: application/json, no content-encoding)";
            case RATE_LIMIT_EXCEEDED, TOKEN_LIMIT_EXCEEDED -> "rate limit exceeded";
            case UPSTREAM_RATE_LIMITED -> "the provider's rate limit is exceeded";
            case INSUFFICIENT_QUOTA -> "quota used up";
            case NO_DEPLOYMENT -> "no deployment of this model is available";
            case UPSTREAM_ERROR -> "the provider failed to answer";
            case UPSTREAM_AUTH_ERROR ->
                    "the provider refused the gateway's own credential, or it is not at hand";
            case UPSTREAM_OVERLOADED -> "the provider is overloaded";
            case UPSTREAM_TIMEOUT -> "the provider did not answer in time";
            case GATEWAY_OVERLOADED -> "the gateway is overloaded";
            case SHUTTING_DOWN -> "the gateway is shutting down";
            case EVIDENCE_UNAVAILABLE -> "the call cannot be put on record";
            case INTERNAL_ERROR -> "the gateway failed";
            case CLIENT_CLOSED -> "the client left";
            case NOT_FOUND,
                    ALREADY_EXISTS,
                    CONFLICT,
                    CREDENTIAL_REQUIRED,
                    FORBIDDEN_ADDRESS,
                    IDEMPOTENCY_KEY_REUSED ->
                    "request: not possible";
        };
    }

    private static String text(FailureCode failure, @Nullable String param, String message) {
        StringBuilder out = new StringBuilder(160).append("{\"error\":{\"message\":");
        JsonString.append(out, message);
        out.append(",\"type\":");
        JsonString.append(out, failure.type());
        out.append(",\"param\":");
        orNull(out, param);
        out.append(",\"code\":");
        orNull(out, failure.wireCode());
        return out.append("}}").toString();
    }

    private static void orNull(StringBuilder out, @Nullable String text) {
        if (text == null) {
            out.append("null");
        } else {
            JsonString.append(out, text);
        }
    }
}
