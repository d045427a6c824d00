package io.affidavit.edge.anthropic;

import io.affidavit.edge.dialect.ErrorForm;
import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Errors as clients of Anthropic's dialect expect them:
/// `{"type":"error","error":{"type","message"},"request_id"}`, in a stream as an event named
/// `error`. Clients choose their exception by status, then by `error.type` (SDK 1.11, read
/// 2026-11-20).
public final class AnthropicErrorForm implements ErrorForm {

    private static final int OVERLOADED = 529;

    /// Clients that shorten their prompts by themselves look for these words.
    private static final String TOO_LONG = "prompt is too long";

    @Override
    public int status(FailureCode failure) {
        return switch (failure) {
            case UPSTREAM_OVERLOADED, GATEWAY_OVERLOADED -> OVERLOADED;
            default -> failure.status();
        };
    }

    @Override
    public byte[] body(
            FailureCode failure, @Nullable String param, String message, String requestId) {
        return text(failure, message, requestId).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] event(
            FailureCode failure, @Nullable String param, String message, String requestId) {
        return ("event: error\ndata: " + text(failure, message, requestId) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(FailureCode failure, String message, String requestId) {
        StringBuilder out = new StringBuilder(192).append("{\"type\":\"error\",\"error\":{");
        out.append("\"type\":\"").append(type(failure)).append("\",\"message\":");
        JsonString.append(out, worded(failure, message));
        if (failure == FailureCode.INSUFFICIENT_QUOTA) {
            out.append(",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}");
        }
        out.append("},\"request_id\":");
        JsonString.append(out, requestId);
        return out.append('}').toString();
    }

    private static String worded(FailureCode failure, String message) {
        boolean plain =
                failure == FailureCode.CONTEXT_LENGTH_EXCEEDED && !message.contains(TOO_LONG);
        return plain ? TOO_LONG + ": " + message : message;
    }

    private static String type(FailureCode failure) {
        return switch (failure) {
            case NO_CREDENTIALS, INVALID_API_KEY -> "authentication_error";
            case PERMISSION_DENIED -> "permission_error";
            case MODEL_NOT_FOUND, ROUTE_NOT_FOUND, METHOD_NOT_SUPPORTED, NOT_FOUND ->
                    "not_found_error";
            case REQUEST_TOO_LARGE -> "request_too_large";
            case RATE_LIMIT_EXCEEDED,
                    TOKEN_LIMIT_EXCEEDED,
                    UPSTREAM_RATE_LIMITED,
                    INSUFFICIENT_QUOTA ->
                    "rate_limit_error";
            case CONFLICT, ALREADY_EXISTS -> "conflict_error";
            case UPSTREAM_OVERLOADED, GATEWAY_OVERLOADED -> "overloaded_error";
            case UPSTREAM_TIMEOUT -> "timeout_error";
            case UPSTREAM_ERROR,
                    UPSTREAM_AUTH_ERROR,
                    NO_DEPLOYMENT,
                    SHUTTING_DOWN,
                    EVIDENCE_UNAVAILABLE,
                    INTERNAL_ERROR ->
                    "api_error";
            case MALFORMED_REQUEST,
                    MISSING_PARAMETER,
                    INVALID_TYPE,
                    INVALID_VALUE,
                    UNSUPPORTED_PARAMETER,
                    NOT_YET_AVAILABLE,
                    CONTEXT_LENGTH_EXCEEDED,
                    CONTENT_POLICY_VIOLATION,
                    UPSTREAM_REJECTED,
                    UNSUPPORTED_MEDIA_TYPE,
                    CLIENT_CLOSED,
                    CREDENTIAL_REQUIRED,
                    FORBIDDEN_ADDRESS,
                    IDEMPOTENCY_KEY_REUSED ->
                    "invalid_request_error";
        };
    }
}
