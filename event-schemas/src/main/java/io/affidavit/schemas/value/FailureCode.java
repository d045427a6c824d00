package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/// The catalogue of everything that can go wrong and is told to a caller.
///
/// Status and type follow the OpenAI error matrix; `wireCode` is the member `code` of the data
/// plane's error object, `null` where OpenAI sends none.
@Public
public enum FailureCode {
    NO_CREDENTIALS(401, "invalid_request_error", null, Fault.CLIENT, false),
    INVALID_API_KEY(401, "invalid_request_error", "invalid_api_key", Fault.CLIENT, false),
    PERMISSION_DENIED(403, "invalid_request_error", "permission_denied", Fault.CLIENT, false),
    MODEL_NOT_FOUND(404, "invalid_request_error", "model_not_found", Fault.CLIENT, false),
    ROUTE_NOT_FOUND(404, "invalid_request_error", null, Fault.CLIENT, false),
    METHOD_NOT_SUPPORTED(405, "invalid_request_error", "method_not_supported", Fault.CLIENT, false),
    MALFORMED_REQUEST(400, "invalid_request_error", null, Fault.CLIENT, false),
    MISSING_PARAMETER(
            400, "invalid_request_error", "missing_required_parameter", Fault.CLIENT, false),
    INVALID_TYPE(400, "invalid_request_error", "invalid_type", Fault.CLIENT, false),
    INVALID_VALUE(400, "invalid_request_error", "invalid_value", Fault.CLIENT, false),
    UNSUPPORTED_PARAMETER(
            400, "invalid_request_error", "unsupported_parameter", Fault.CLIENT, false),
    NOT_YET_AVAILABLE(400, "invalid_request_error", "not_yet_available", Fault.CLIENT, false),
    CONTEXT_LENGTH_EXCEEDED(
            400, "invalid_request_error", "context_length_exceeded", Fault.CLIENT, false),
    CONTENT_POLICY_VIOLATION(
            400, "invalid_request_error", "content_policy_violation", Fault.CLIENT, false),
    UPSTREAM_REJECTED(400, "invalid_request_error", "upstream_rejected", Fault.CLIENT, false),
    REQUEST_TOO_LARGE(413, "invalid_request_error", "request_too_large", Fault.CLIENT, false),
    UNSUPPORTED_MEDIA_TYPE(
            415, "invalid_request_error", "unsupported_media_type", Fault.CLIENT, false),
    RATE_LIMIT_EXCEEDED(429, "requests", "rate_limit_exceeded", Fault.CLIENT, true),
    TOKEN_LIMIT_EXCEEDED(429, "tokens", "rate_limit_exceeded", Fault.CLIENT, true),
    UPSTREAM_RATE_LIMITED(429, "requests", "rate_limit_exceeded", Fault.PROVIDER, true),
    INSUFFICIENT_QUOTA(429, "insufficient_quota", "insufficient_quota", Fault.CLIENT, false),
    NO_DEPLOYMENT(503, "server_error", "no_deployment_available", Fault.GATEWAY, true),
    UPSTREAM_ERROR(502, "server_error", "upstream_error", Fault.PROVIDER, true),
    UPSTREAM_AUTH_ERROR(502, "server_error", "upstream_auth_error", Fault.PROVIDER, false),
    UPSTREAM_OVERLOADED(503, "server_error", "server_is_overloaded", Fault.PROVIDER, true),
    UPSTREAM_TIMEOUT(504, "server_error", "upstream_timeout", Fault.PROVIDER, false),
    GATEWAY_OVERLOADED(503, "server_error", "server_is_overloaded", Fault.GATEWAY, true),
    SHUTTING_DOWN(503, "server_error", "server_is_shutting_down", Fault.GATEWAY, true),
    EVIDENCE_UNAVAILABLE(503, "server_error", "evidence_unavailable", Fault.GATEWAY, false),
    INTERNAL_ERROR(500, "server_error", null, Fault.GATEWAY, false),
    CLIENT_CLOSED(499, "invalid_request_error", "client_closed", Fault.CLIENT, false),
    NOT_FOUND(404, "invalid_request_error", "not_found", Fault.CLIENT, false),
    ALREADY_EXISTS(409, "invalid_request_error", "already_exists", Fault.CLIENT, false),
    CONFLICT(409, "invalid_request_error", "conflict", Fault.CLIENT, true),
    CREDENTIAL_REQUIRED(400, "invalid_request_error", "credential_required", Fault.CLIENT, false),
    FORBIDDEN_ADDRESS(400, "invalid_request_error", "forbidden_address", Fault.CLIENT, false),
    IDEMPOTENCY_KEY_REUSED(
            422, "invalid_request_error", "idempotency_key_reused", Fault.CLIENT, false);

    /// Whose fault a failure is; decides who is alarmed.
    public enum Fault {
        CLIENT,
        GATEWAY,
        PROVIDER
    }

    private final int status;
    private final String type;
    private final @Nullable String wireCode;
    private final Fault fault;
    private final boolean retryable;

    FailureCode(
            int status, String type, @Nullable String wireCode, Fault fault, boolean retryable) {
        this.status = status;
        this.type = type;
        this.wireCode = wireCode;
        this.fault = fault;
        this.retryable = retryable;
    }

    /// HTTP status on both planes.
    public int status() {
        return status;
    }

    /// Member `type` of the OpenAI error object.
    public String type() {
        return type;
    }

    /// Member `code` of the OpenAI error object.
    public @Nullable String wireCode() {
        return wireCode;
    }

    /// Who has to act.
    public Fault fault() {
        return fault;
    }

    /// Whether the same request can succeed later; becomes `x-should-retry`.
    public boolean retryable() {
        return retryable;
    }

    /// The code as it stands in records and in problem details.
    @JsonValue
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
