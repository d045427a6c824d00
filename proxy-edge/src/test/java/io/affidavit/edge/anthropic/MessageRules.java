package io.affidavit.edge.anthropic;

import static io.affidavit.edge.anthropic.AnthropicRules.onlyMembers;
import static io.affidavit.edge.anthropic.AnthropicRules.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the real service refuses in messages and system texts.
final class MessageRules {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final Set<String> IMAGES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Map<String, Set<String>> BLOCKS =
            Map.of(
                    "text", Set.of("type", "text", "cache_control", "citations"),
                    "image", Set.of("type", "source", "cache_control"),
                    "document",
                            Set.of(
                                    "type",
                                    "source",
                                    "title",
                                    "context",
                                    "citations",
                                    "cache_control"),
                    "tool_use", Set.of("type", "id", "name", "input", "cache_control", "caller"),
                    "tool_result",
                            Set.of("type", "tool_use_id", "content", "is_error", "cache_control"),
                    "thinking", Set.of("type", "thinking", "signature"),
                    "redacted_thinking", Set.of("type", "data"));

    private final JsonNode body;
    private final boolean newest;
    private final Set<String> ids = new HashSet<>();

    MessageRules(JsonNode body, boolean newest) {
        this.body = body;
        this.newest = newest;
    }

    void judge() {
        JsonNode messages = body.get("messages");
        require(messages.isArray(), "messages: Input should be a valid list");
        require(!messages.isEmpty(), "messages: at least one message is required");
        require(
                messages.get(0).path("role").asString("").equals("user"),
                "messages: first message must use the \"user\" role");
        List<String> open = List.of();
        for (int i = 0; i < messages.size(); i++) {
            open = message(messages.get(i), "messages." + i + ".", open);
        }
        require(open.isEmpty(), unanswered(open));
        ending(messages.get(messages.size() - 1));
        system();
    }

    /// With a budget for thinking, an assistant's turn that goes on must begin with thinking.
    void judgeThinkingHistory() {
        JsonNode messages = body.get("messages");
        JsonNode last = messages.get(messages.size() - 1);
        if (messages.size() > 1
                && last.path("content").path(0).path("type").asString("").equals("tool_result")) {
            String first =
                    messages.get(messages.size() - 2)
                            .path("content")
                            .path(0)
                            .path("type")
                            .asString("");
            require(
                    first.endsWith("thinking"),
                    "Expected `thinking` or `redacted_thinking`, but found `" + first + "`.");
        }
    }

    /// Judges one message; the ids of the calls that the next one must answer.
    private List<String> message(JsonNode message, String path, List<String> open) {
        onlyMembers(message, path, Set.of("role", "content"));
        String role = message.path("role").asString("");
        require(
                role.equals("user") || role.equals("assistant"),
                path + "role: Input should be 'user' or 'assistant'");
        JsonNode content = message.path("content");
        if (content.isString()) {
            require(!content.stringValue().isBlank(), path + "content: must be non-empty");
            require(open.isEmpty(), unanswered(open));
            return List.of();
        }
        require(content.isArray() && !content.isEmpty(), path + "content: must have content");
        List<String> calls = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        boolean others = false;
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String type = block(block, path + "content." + i + ".", role);
            if (type.equals("tool_use")) {
                calls.add(block.get("id").stringValue());
            } else if (type.equals("tool_result")) {
                require(!others, path + "tool_result blocks must come first in the content");
                answered.add(block.get("tool_use_id").stringValue());
            } else {
                others = true;
            }
        }
        require(answered.containsAll(open), unanswered(open));
        require(
                open.containsAll(answered),
                path + "unexpected `tool_use_id` found in `tool_result` blocks");
        return calls;
    }

    private String block(JsonNode block, String path, String role) {
        String type = block.path("type").asString("");
        Set<String> known = BLOCKS.get(type);
        require(known != null, path + "type: Input tag '" + type + "' is not known");
        onlyMembers(block, path, known);
        switch (type) {
            case "text" -> text(block, path);
            case "image", "document" -> source(block.path("source"), path + "source.", type);
            case "tool_use" -> toolUse(block, path, role);
            case "tool_result" -> toolResult(block, path, role);
            default -> {
                require(role.equals("assistant"), path + "only the assistant thinks");
            }
        }
        return type;
    }

    private static void text(JsonNode block, String path) {
        require(block.path("text").isString(), path + "text: Field required");
        require(
                !block.get("text").stringValue().isBlank(),
                path + "text content blocks must contain non-whitespace text");
    }

    private static void source(JsonNode source, String path, String kind) {
        String mediaType = source.path("media_type").asString("");
        switch (source.path("type").asString("")) {
            case "base64" -> {
                onlyMembers(source, path, Set.of("type", "media_type", "data"));
                require(
                        kind.equals("image")
                                ? IMAGES.contains(mediaType)
                                : mediaType.equals("application/pdf"),
                        path + "media_type: Input is not supported");
                require(
                        BASE64.matcher(source.path("data").asString("")).matches(),
                        path + "data: invalid base64 data");
            }
            case "url" -> {
                onlyMembers(source, path, Set.of("type", "url"));
                require(
                        source.path("url").asString("").startsWith("http"),
                        path + "url: only HTTP(S) URLs are supported");
            }
            case "text" ->
                    require(
                            kind.equals("document") && mediaType.equals("text/plain"),
                            path + "media_type: Input should be 'text/plain'");
            default -> require(false, path + "type: Input tag is not known");
        }
    }

    private void toolUse(JsonNode block, String path, String role) {
        require(role.equals("assistant"), path + "`tool_use` blocks can only be in `assistant`");
        String id = block.path("id").asString("");
        require(
                ID.matcher(id).matches(),
                path + "id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        require(ids.add(id), path + "`tool_use` ids must be unique");
        require(block.path("name").isString(), path + "name: Field required");
        require(block.path("input").isObject(), path + "input: Input should be an object");
    }

    private void toolResult(JsonNode block, String path, String role) {
        require(role.equals("user"), path + "`tool_result` blocks can only be in `user`");
        require(
                ID.matcher(block.path("tool_use_id").asString("")).matches(),
                path + "tool_use_id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        JsonNode content = block.path("content");
        for (int i = 0; i < content.size(); i++) {
            block(content.get(i), path + "content." + i + ".", "user");
        }
    }

    private void ending(JsonNode last) {
        if (!last.path("role").asString("").equals("assistant")) {
            return;
        }
        require(!newest, "This model does not support assistant message prefill.");
        JsonNode content = last.get("content");
        String text =
                content.isString()
                        ? content.stringValue()
                        : content.get(content.size() - 1).path("text").asString("x");
        require(
                text.equals(text.stripTrailing()),
                "messages: final assistant content cannot end with trailing whitespace");
    }

    private void system() {
        JsonNode system = body.path("system");
        require(
                system.isMissingNode() || system.isString() || system.isArray(),
                "system: Input should be a string or a list");
        for (int i = 0; system.isArray() && i < system.size(); i++) {
            String path = "system." + i + ".";
            require(
                    system.get(i).path("type").asString("").equals("text"),
                    path + "type: Input should be 'text'");
            block(system.get(i), path, "user");
        }
    }

    private static String unanswered(List<String> open) {
        return "`tool_use` ids were found without `tool_result` blocks immediately after: " + open;
    }
}
