package io.affidavit.edge.translate;

import org.jspecify.annotations.Nullable;

/// Why an answer ended, in the words of a message.
final class MessageStop {

    private MessageStop() {}

    /// The stop reason, from a chat completion's finish reason.
    ///
    /// @param finishReason as clients of chat completions know it; `null` where none came
    /// @param calls whether the answer has a tool call: some providers still say `stop` then
    /// @param refused whether the model said in so many words that it refuses
    static String reason(@Nullable String finishReason, boolean calls, boolean refused) {
        if (refused) {
            return "refusal";
        }
        return switch (finishReason == null ? "" : finishReason) {
            case "length" -> "max_tokens";
            case "content_filter" -> "refusal";
            case "tool_calls", "function_call" -> "tool_use";
            default -> calls ? "tool_use" : "end_turn";
        };
    }
}
