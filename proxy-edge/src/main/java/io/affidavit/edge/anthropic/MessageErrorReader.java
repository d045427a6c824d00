package io.affidavit.edge.anthropic;

import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.edge.dialect.ProviderError.Rejection;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what Anthropic says when it refuses:
/// `{"type":"error","error":{"type","message","details":{"error_code"}}}` (API errors page, read
/// 2026-11-25). The type counts before the status, because in a stream there is no other.
public final class MessageErrorReader {

    private static final int MAX_TEXT_BYTES = 4_000;
    private static final int MAX_MESSAGE = 1_000;
    private static final int MAX_NAME_BYTES = 128;
    private static final int SERVER_ERROR = 500;

    /// Words about our own account under a type that else means the request.
    private static final List<String> ACCOUNT =
            List.of("credit balance", "usage limits", "spend limit", "billing");

    /// Clients look for these words (LangChain).
    private static final String KNOWN_WORDS = "maximum context length exceeded: ";

    private static final List<String> TOO_LONG =
            List.of("prompt is too long", "exceed context limit", "context window");

    private @Nullable String type;
    private @Nullable String message;
    private @Nullable String errorCode;

    private MessageErrorReader(byte[] bytes, int from, int to) {
        try {
            JsonCursor json = new JsonCursor(bytes, from, to, false);
            json.beginObject();
            while (json.nextMember()) {
                if (json.nameIs("error") && json.peek() == '{') {
                    error(json);
                } else {
                    json.skip();
                }
            }
        } catch (JsonException e) {
            // What was read before the fault is as good as it gets.
        }
    }

    /// Classifies an error status and its body.
    ///
    /// @param body at least the beginning of it
    public static ProviderError read(int status, byte[] body) {
        MessageErrorReader words = new MessageErrorReader(body, 0, body.length);
        FailureCode failure = words.failure(status);
        return new ProviderError(failure, words.rejection(failure));
    }

    /// Classifies an error that came under a success status, such as in the midst of a stream.
    public static AnswerFault inside(byte[] bytes, int from, int to) {
        MessageErrorReader words = new MessageErrorReader(bytes, from, to);
        return new AnswerFault(words.failure(SERVER_ERROR), "error inside the answer");
    }

    private FailureCode failure(int status) {
        return switch (type == null ? "" : type) {
            case "invalid_request_error" -> invalid(status);
            case "request_too_large" -> FailureCode.REQUEST_TOO_LARGE;
            case "authentication_error", "permission_error", "billing_error" ->
                    FailureCode.UPSTREAM_AUTH_ERROR;
            case "rate_limit_error" -> limited();
            case "timeout_error" -> FailureCode.UPSTREAM_TIMEOUT;
            case "overloaded_error" -> FailureCode.UPSTREAM_OVERLOADED;
            default -> ofStatus(status);
        };
    }

    private FailureCode ofStatus(int status) {
        return switch (status) {
            case 400, 415, 422 -> invalid(status);
            case 401, 402, 403 -> FailureCode.UPSTREAM_AUTH_ERROR;
            case 408, 504, 524 -> FailureCode.UPSTREAM_TIMEOUT;
            case 413 -> FailureCode.REQUEST_TOO_LARGE;
            case 429 -> limited();
            case 503, 529 -> FailureCode.UPSTREAM_OVERLOADED;
            default -> FailureCode.UPSTREAM_ERROR;
        };
    }

    private FailureCode invalid(int status) {
        if (status == 401 || status == 402 || status == 403 || mentions(ACCOUNT)) {
            return FailureCode.UPSTREAM_AUTH_ERROR;
        }
        if (mentions(TOO_LONG)) {
            return FailureCode.CONTEXT_LENGTH_EXCEEDED;
        }
        if (mentions(List.of("content filtering policy"))) {
            return FailureCode.CONTENT_POLICY_VIOLATION;
        }
        return status == 413 ? FailureCode.REQUEST_TOO_LARGE : FailureCode.UPSTREAM_REJECTED;
    }

    /// A limit of our account that no waiting lifts is no rate.
    private FailureCode limited() {
        boolean spent =
                "enforced_spend_limit_reached".equals(errorCode)
                        || "contract_spend_limit_reached".equals(errorCode);
        return spent ? FailureCode.UPSTREAM_AUTH_ERROR : FailureCode.UPSTREAM_RATE_LIMITED;
    }

    private boolean mentions(List<String> phrases) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(text::contains);
    }

    /// Words pass only where the request is at fault; about itself a provider says too much.
    private @Nullable Rejection rejection(FailureCode failure) {
        boolean passes =
                failure == FailureCode.UPSTREAM_REJECTED
                        || failure == FailureCode.CONTEXT_LENGTH_EXCEEDED;
        if (!passes || message == null || message.isBlank()) {
            return null;
        }
        String words = clean(message);
        return new Rejection(
                failure == FailureCode.CONTEXT_LENGTH_EXCEEDED ? KNOWN_WORDS + words : words, null);
    }

    private void error(JsonCursor json) throws JsonException {
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("type")) {
                type = json.string(MAX_NAME_BYTES);
            } else if (json.nameIs("message")) {
                message = json.string(MAX_TEXT_BYTES);
            } else if (json.nameIs("details") && json.peek() == '{') {
                details(json);
            } else {
                json.skip();
            }
        }
    }

    private void details(JsonCursor json) throws JsonException {
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("error_code")) {
                errorCode = json.string(MAX_NAME_BYTES);
            } else {
                json.skip();
            }
        }
    }

    private static String clean(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_MESSAGE));
        for (int i = 0; i < text.length() && out.length() < MAX_MESSAGE; i++) {
            char c = text.charAt(i);
            boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            out.append(hidden ? ' ' : c);
        }
        return out.toString();
    }
}
