package io.affidavit.edge.call;

import io.affidavit.schemas.call.Surface;
import org.jspecify.annotations.Nullable;

/// What a path stands for.
///
/// @param kind which of the paths
/// @param method the one method it takes; `HEAD` counts as `GET`
/// @param pattern the path as records name it, never as sent
public record Endpoint(Kind kind, String method, String pattern) {

    /// The paths.
    public enum Kind {
        /// A call.
        CHAT_COMPLETIONS,
        /// A call.
        EMBEDDINGS,
        /// What a key may call.
        MODELS,
        /// One of those.
        MODEL,
        /// Whether the process runs.
        LIVE,
        /// Whether calls are possible.
        READY,
        /// None of ours.
        UNKNOWN
    }

    private static final String ONE_MODEL = "/v1/models/";
    private static final Endpoint CHAT =
            new Endpoint(Kind.CHAT_COMPLETIONS, "POST", "/v1/chat/completions");
    private static final Endpoint EMBED = new Endpoint(Kind.EMBEDDINGS, "POST", "/v1/embeddings");
    private static final Endpoint LIST = new Endpoint(Kind.MODELS, "GET", "/v1/models");
    private static final Endpoint ONE = new Endpoint(Kind.MODEL, "GET", "/v1/models/{id}");
    private static final Endpoint ALIVE = new Endpoint(Kind.LIVE, "GET", "/health/live");
    private static final Endpoint ABLE = new Endpoint(Kind.READY, "GET", "/health/ready");
    private static final Endpoint NONE = new Endpoint(Kind.UNKNOWN, "", "-");

    /// The endpoint at a path, compared exactly.
    public static Endpoint of(String path) {
        return switch (path) {
            case "/v1/chat/completions" -> CHAT;
            case "/v1/embeddings" -> EMBED;
            case "/v1/models" -> LIST;
            case "/health/live" -> ALIVE;
            case "/health/ready" -> ABLE;
            default ->
                    path.startsWith(ONE_MODEL) && path.length() > ONE_MODEL.length() ? ONE : NONE;
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

    /// The API a call comes through; `null` where the endpoint makes no calls.
    public @Nullable Surface surface() {
        return switch (kind) {
            case CHAT_COMPLETIONS -> Surface.CHAT_COMPLETIONS;
            case EMBEDDINGS -> Surface.EMBEDDINGS;
            case MODELS, MODEL, LIVE, READY, UNKNOWN -> null;
        };
    }

    /// The model a path of [Kind#MODEL] names, still percent-encoded.
    public static String modelOf(String path) {
        return path.substring(ONE_MODEL.length());
    }
}
