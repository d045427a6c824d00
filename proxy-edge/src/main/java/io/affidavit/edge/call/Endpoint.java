package io.affidavit.edge.call;

import io.affidavit.schemas.call.Surface;
import org.jspecify.annotations.Nullable;

/// What a path stands for.
///
/// @param kind which of the paths
/// @param method the one method it takes; `HEAD` counts as `GET`
/// @param pattern the path as records name it, never as sent
/// @param dialect what its clients speak
public record Endpoint(Kind kind, String method, String pattern, Dialect dialect) {

    /// The paths.
    public enum Kind {
        /// A call.
        CHAT_COMPLETIONS,
        /// A call.
        EMBEDDINGS,
        /// A call.
        COMPLETIONS,
        /// A call.
        MESSAGES,
        /// How long a prompt is.
        COUNT_TOKENS,
        /// What a key may call.
        MODELS,
        /// One of those.
        MODEL,
        /// What is known of the key that asks.
        KEY,
        /// What is known of one of its calls.
        GENERATION,
        /// Whether the process runs.
        LIVE,
        /// Whether calls are possible.
        READY,
        /// None of ours.
        UNKNOWN
    }

    private static final String ONE_MODEL = "/v1/models/";
    private static final Endpoint CHAT = post(Kind.CHAT_COMPLETIONS, "/v1/chat/completions");
    private static final Endpoint EMBED = post(Kind.EMBEDDINGS, "/v1/embeddings");
    private static final Endpoint COMPLETE = post(Kind.COMPLETIONS, "/v1/completions");
    private static final Endpoint MESSAGES =
            post(Kind.MESSAGES, "/v1/messages").in(Dialect.ANTHROPIC);
    private static final Endpoint COUNT =
            post(Kind.COUNT_TOKENS, "/v1/messages/count_tokens").in(Dialect.ANTHROPIC);
    private static final Endpoint LIST = get(Kind.MODELS, "/v1/models");
    private static final Endpoint ANTHROPIC_LIST = LIST.in(Dialect.ANTHROPIC);
    private static final Endpoint ONE = get(Kind.MODEL, "/v1/models/{id}");
    private static final Endpoint ANTHROPIC_ONE = ONE.in(Dialect.ANTHROPIC);
    private static final Endpoint OWN_KEY = get(Kind.KEY, "/v1/key");
    private static final Endpoint ANTHROPIC_KEY = OWN_KEY.in(Dialect.ANTHROPIC);
    private static final Endpoint OWN_CALL = get(Kind.GENERATION, "/v1/generation");
    private static final Endpoint ANTHROPIC_CALL = OWN_CALL.in(Dialect.ANTHROPIC);
    private static final Endpoint ALIVE = get(Kind.LIVE, "/health/live");
    private static final Endpoint ABLE = get(Kind.READY, "/health/ready");
    private static final Endpoint NONE = new Endpoint(Kind.UNKNOWN, "", "-", Dialect.OPENAI);
    private static final Endpoint ANTHROPIC_NONE = NONE.in(Dialect.ANTHROPIC);

    /// The endpoint at a path, compared exactly.
    ///
    /// @param path still percent-encoded, without query
    /// @param fields tell the dialect where a path serves both, by `anthropic-version`
    public static Endpoint of(String path, ClientFields fields) {
        boolean anthropic = fields.anthropicVersion() != null;
        return switch (path) {
            case "/v1/chat/completions" -> CHAT;
            case "/v1/embeddings" -> EMBED;
            case "/v1/completions" -> COMPLETE;
            case "/v1/messages" -> MESSAGES;
            case "/v1/messages/count_tokens" -> COUNT;
            case "/v1/models" -> anthropic ? ANTHROPIC_LIST : LIST;
            case "/v1/key" -> anthropic ? ANTHROPIC_KEY : OWN_KEY;
            case "/v1/generation" -> anthropic ? ANTHROPIC_CALL : OWN_CALL;
            case "/health/live" -> ALIVE;
            case "/health/ready" -> ABLE;
            default -> {
                if (path.startsWith(ONE_MODEL) && path.length() > ONE_MODEL.length()) {
                    yield anthropic ? ANTHROPIC_ONE : ONE;
                }
                yield anthropic ? ANTHROPIC_NONE : NONE;
            }
        };
    }

    /// Whether the method is the endpoint's own.
    public boolean takes(String sent) {
        return method.equals(sent) || (sent.equals("HEAD") && method.equals("GET"));
    }

    /// All methods it takes, as `allow` lists them.
    public String allow() {
        return method.equals("GET") ? "GET, HEAD, OPTIONS" : method + ", OPTIONS";
    }

    /// Whether a key may also come in `x-api-key`.
    public boolean judgesApiKey() {
        return dialect == Dialect.ANTHROPIC && kind != Kind.UNKNOWN;
    }

    /// Whether its requests carry a prompt.
    public boolean takesPrompt() {
        return surface() != null || kind == Kind.COUNT_TOKENS;
    }

    /// The API a call comes through; `null` where the endpoint makes no calls.
    public @Nullable Surface surface() {
        return switch (kind) {
            case CHAT_COMPLETIONS -> Surface.CHAT_COMPLETIONS;
            case EMBEDDINGS -> Surface.EMBEDDINGS;
            case COMPLETIONS -> Surface.COMPLETIONS;
            case MESSAGES -> Surface.MESSAGES;
            case COUNT_TOKENS, MODELS, MODEL, KEY, GENERATION, LIVE, READY, UNKNOWN -> null;
        };
    }

    /// The API a key must be allowed to use here; `null` where any key will do.
    public @Nullable Surface permittedAs() {
        return kind == Kind.COUNT_TOKENS ? Surface.MESSAGES : surface();
    }

    /// The model a path of [Kind#MODEL] names, still percent-encoded.
    public static String modelOf(String path) {
        return path.substring(ONE_MODEL.length());
    }

    private static Endpoint post(Kind kind, String path) {
        return new Endpoint(kind, "POST", path, Dialect.OPENAI);
    }

    private static Endpoint get(Kind kind, String path) {
        return new Endpoint(kind, "GET", path, Dialect.OPENAI);
    }

    private Endpoint in(Dialect other) {
        return new Endpoint(kind, method, pattern, other);
    }
}
