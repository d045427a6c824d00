package io.affidavit.edge.openai;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What OpenAI refuses in a chat completion (API reference, read 2026-11-20): unknown members,
/// parts and roles, results without their calls and calls without their results.
final class ChatRules {

    private static final Set<String> MEMBERS =
            Set.of(
                    "model",
                    "messages",
                    "max_completion_tokens",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "n",
                    "stop",
                    "stream",
                    "stream_options",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "response_format",
                    "reasoning_effort",
                    "user",
                    "metadata",
                    "store",
                    "seed");

    private ChatRules() {}

    /// What is wrong with a request; `null` when nothing is.
    static String complaint(JsonNode body) {
        for (String name : body.propertyNames()) {
            if (!MEMBERS.contains(name)) {
                return "Unrecognized request argument supplied: " + name;
            }
        }
        if (!body.path("model").isString() || !body.path("messages").isArray()) {
            return "model or messages missing";
        }
        if (body.get("model").stringValue().startsWith("gpt-5") && body.has("max_tokens")) {
            return "Unsupported parameter: 'max_tokens'";
        }
        if (body.has("stream_options") && !body.path("stream").asBoolean(false)) {
            return "stream_options only with stream";
        }
        if (body.has("tool_choice") && !body.has("tools")) {
            return "tool_choice only with tools";
        }
        for (JsonNode tool : body.path("tools")) {
            if (!tool.path("type").asString("").equals("function")
                    || !tool.path("function").path("name").asString("").matches("[\\w-]{1,64}")
                    || tool.path("function").has("cache_control")) {
                return "tools: invalid";
            }
        }
        return messages(body.get("messages"));
    }

    private static String messages(JsonNode messages) {
        Set<String> open = new HashSet<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asString("");
            if (role.equals("tool")) {
                if (!open.remove(message.path("tool_call_id").asString(""))) {
                    return "tool message without its call";
                }
                if (!message.path("content").isString()) {
                    return "tool message without a text";
                }
                continue;
            }
            if (!open.isEmpty()) {
                return "calls without their results: " + open;
            }
            String wrong =
                    switch (role) {
                        case "system", "developer" ->
                                message.path("content").isString() ? null : "system content";
                        case "user" -> user(message.path("content"));
                        case "assistant" -> assistant(message, open);
                        default -> "role: " + role;
                    };
            if (wrong != null) {
                return wrong;
            }
        }
        return open.isEmpty() ? null : "calls without their results: " + open;
    }

    private static String user(JsonNode content) {
        if (content.isString()) {
            return null;
        }
        if (!content.isArray() || content.isEmpty()) {
            return "user content";
        }
        for (JsonNode part : content) {
            boolean good =
                    switch (part.path("type").asString("")) {
                        case "text" -> part.path("text").isString();
                        case "image_url" -> isUrl(part.path("image_url").path("url"));
                        case "file" -> isUrl(part.path("file").path("file_data"));
                        default -> false;
                    };
            if (!good || part.has("cache_control")) {
                return "user content part: " + part;
            }
        }
        return null;
    }

    private static String assistant(JsonNode message, Set<String> open) {
        boolean calls = message.path("tool_calls").isArray();
        if (!message.path("content").isString() && !calls) {
            return "assistant content";
        }
        for (JsonNode call : message.path("tool_calls")) {
            if (!call.path("function").path("arguments").isString()
                    || !open.add(call.path("id").asString(""))) {
                return "tool_calls: " + call;
            }
        }
        return null;
    }

    private static boolean isUrl(JsonNode url) {
        String text = url.asString("");
        return text.startsWith("https://") || text.matches("(?s)data:[\\w/+.-]+;base64,.+");
    }
}
