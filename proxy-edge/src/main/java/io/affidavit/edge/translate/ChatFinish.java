package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.schemas.value.TokenUsage;

/// The end of an answer in the words of a chat completion.
final class ChatFinish {

    private ChatFinish() {}

    /// The reason why an answer ended, from Anthropic's.
    ///
    /// @param calls whether the client gets a tool call
    static String reason(String stopReason, boolean calls) {
        return switch (stopReason) {
            case "tool_use" -> calls ? "tool_calls" : "stop";
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    /// The usage object, in which cached tokens and reasoning are parts of their sums.
    static void usage(JsonOut out, TokenUsage usage) {
        out.ascii("{\"prompt_tokens\":")
                .number(usage.totalInput())
                .ascii(",\"completion_tokens\":")
                .number(usage.totalOutput())
                .ascii(",\"total_tokens\":")
                .number(usage.total())
                .ascii(",\"prompt_tokens_details\":{\"cached_tokens\":")
                .number(usage.cachedInput())
                .ascii(",\"cache_write_tokens\":")
                .number(usage.cacheWrite())
                .ascii("},\"completion_tokens_details\":{\"reasoning_tokens\":")
                .number(usage.reasoning())
                .ascii("}}");
    }
}
