package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.edge.dialect.ProviderError.Rejection;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.FailureCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what a provider says when it refuses, in any of the shapes seen in the field: an `error`
/// object, an `error` text, the members flat, an array around them, `detail`, HTML, nothing. Codes
/// may be numbers.
public final class ProviderErrorReader {

    private static final int MAX_TEXT_BYTES = 4_000;
    private static final int MAX_MESSAGE = 1_000;
    private static final int MAX_PARAM = 200;

    private final JsonCursor json;
    private @Nullable String message;
    private @Nullable String type;
    private @Nullable String param;
    private @Nullable String code;

    private ProviderErrorReader(byte[] bytes, int from, int to) {
        this.json = new JsonCursor(bytes, from, to, false);
        try {
            value();
        } catch (JsonException e) {
            // What was read before the fault is as good as it gets.
        }
    }

    /// Classifies an error status and its body.
    ///
    /// @param body at least the beginning of it
    /// @param quirks what the provider does differently
    public static ProviderError read(int status, byte[] body, ProviderQuirks quirks) {
        ProviderErrorReader words = new ProviderErrorReader(body, 0, body.length);
        FailureCode failure = words.failure(status, quirks.meaning(status));
        return new ProviderError(failure, words.rejection(failure));
    }

    /// A status of the provider's own gives way only to words about the request itself.
    private FailureCode failure(int status, ProviderQuirks.@Nullable Meaning own) {
        FailureCode general = failure(status);
        return switch (general) {
            case CONTEXT_LENGTH_EXCEEDED, CONTENT_POLICY_VIOLATION -> general;
            default -> own == null ? general : own.code();
        };
    }

    /// Classifies an error that came under a success status, such as in the midst of a stream.
    public static AnswerFault inside(byte[] bytes) {
        return inside(bytes, 0, bytes.length);
    }

    static AnswerFault inside(byte[] bytes, int from, int to) {
        ProviderErrorReader words = new ProviderErrorReader(bytes, from, to);
        int status = words.numericCode();
        FailureCode failure = status >= 400 ? words.failure(status) : words.failure(500);
        return new AnswerFault(failure, "error inside the answer, code " + status);
    }

    private FailureCode failure(int status) {
        return switch (status) {
            case 400, 413, 422 -> clientFailure(status);
            case 415 -> FailureCode.UPSTREAM_REJECTED;
            case 401, 402, 403 -> FailureCode.UPSTREAM_AUTH_ERROR;
            case 429 ->
                    says("insufficient_quota")
                            ? FailureCode.UPSTREAM_AUTH_ERROR
                            : FailureCode.UPSTREAM_RATE_LIMITED;
            case 408, 504, 524 -> FailureCode.UPSTREAM_TIMEOUT;
            case 498, 503, 529 -> FailureCode.UPSTREAM_OVERLOADED;
            default -> FailureCode.UPSTREAM_ERROR;
        };
    }

    private FailureCode clientFailure(int status) {
        if (says("context_length_exceeded") || mentions("maximum context length")) {
            return FailureCode.CONTEXT_LENGTH_EXCEEDED;
        }
        if (says("content_filter") || says("content_policy_violation")) {
            return FailureCode.CONTENT_POLICY_VIOLATION;
        }
        if (says("invalid_api_key") || mentions("api key not valid")) {
            return FailureCode.UPSTREAM_AUTH_ERROR;
        }
        return status == 413 ? FailureCode.REQUEST_TOO_LARGE : FailureCode.UPSTREAM_REJECTED;
    }

    /// Words pass only where the request is at fault; about itself a provider says too much.
    private @Nullable Rejection rejection(FailureCode failure) {
        boolean passes =
                failure == FailureCode.UPSTREAM_REJECTED
                        || failure == FailureCode.CONTEXT_LENGTH_EXCEEDED;
        return passes && message != null && !message.isBlank()
                ? new Rejection(
                        clean(message, MAX_MESSAGE), param == null ? null : clean(param, MAX_PARAM))
                : null;
    }

    private boolean says(String word) {
        return word.equals(code) || word.equals(type);
    }

    private boolean mentions(String words) {
        return message != null && message.toLowerCase(Locale.ROOT).contains(words);
    }

    private int numericCode() {
        if (code == null || code.length() != 3) {
            return 0;
        }
        try {
            return Integer.parseInt(code);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void value() throws JsonException {
        switch (json.peek()) {
            case '{' -> {
                json.beginObject();
                while (json.nextMember()) {
                    member();
                }
            }
            case '[' -> {
                json.beginArray();
                while (json.nextElement()) {
                    value();
                }
            }
            case '"' -> message = first(message, json.string(MAX_TEXT_BYTES));
            default -> json.skip();
        }
    }

    private void member() throws JsonException {
        if (json.nameIs("error") || json.nameIs("detail")) {
            value();
        } else if (json.nameIs("message") || json.nameIs("msg")) {
            message = first(message, json.string(MAX_TEXT_BYTES));
        } else if (json.nameIs("type")) {
            type = first(type, json.string(MAX_PARAM));
        } else if (json.nameIs("param")) {
            param = first(param, json.string(MAX_PARAM));
        } else if (json.nameIs("code")) {
            code = first(code, json.peek() == '"' ? json.string(MAX_PARAM) : number());
        } else {
            json.skip();
        }
    }

    private @Nullable String number() throws JsonException {
        long value = json.natural();
        return value < 0 ? null : Long.toString(value);
    }

    private static @Nullable String first(@Nullable String present, @Nullable String found) {
        return present == null ? found : present;
    }

    private static String clean(String text, int max) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length() && out.length() < max; i++) {
            char c = text.charAt(i);
            boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            out.append(hidden ? ' ' : c);
        }
        return out.toString();
    }
}
