package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a Messages request asks for and a chat completion cannot say, by name: members, and
/// `content`, `source` and `tools` for kinds of blocks, of media and of tools that others lack.
final class MessagesUnsaid {

    private static final Set<String> BLOCKS =
            Set.of(
                    "text",
                    "image",
                    "document",
                    "tool_use",
                    "tool_result",
                    "thinking",
                    "redacted_thinking");

    private boolean content;
    private boolean source;

    private MessagesUnsaid() {}

    /// The names, each once, in a fixed order.
    static List<String> of(InboundRequest request) {
        JsonValue root = JsonValue.checked(request.body());
        @Nullable JsonValue[] members =
                root.members("container", "context_management", "mcp_servers", "messages", "tools");
        List<String> names = new ArrayList<>(0);
        if (members[0] != null && !members[0].isNull()) {
            names.add("container");
        }
        MessagesUnsaid unsaid = new MessagesUnsaid();
        if (members[3] != null) {
            unsaid.messages(members[3]);
        }
        if (unsaid.content) {
            names.add("content");
        }
        if (members[1] != null && !members[1].isNull()) {
            names.add("context_management");
        }
        if (members[2] != null && members[2].isArray() && !members[2].isEmpty()) {
            names.add("mcp_servers");
        }
        if (unsaid.source) {
            names.add("source");
        }
        if (members[4] != null && hasForeign(members[4])) {
            names.add("tools");
        }
        return names;
    }

    private static boolean hasForeign(JsonValue tools) {
        for (JsonValue tool : tools.elements()) {
            if (!MessagesRequest.isOwn(tool)) {
                return true;
            }
        }
        return false;
    }

    private void messages(JsonValue messages) {
        for (JsonValue message : messages.elements()) {
            JsonValue blocks = message.get("content");
            if (blocks != null) {
                blocks(blocks);
            }
        }
    }

    private void blocks(JsonValue blocks) {
        for (JsonValue block : blocks.elements()) {
            @Nullable JsonValue[] members = block.members("type", "source", "content");
            String type = JsonValue.text(members[0], "");
            if (!BLOCKS.contains(type)) {
                content = true;
            } else if (type.equals("image") || type.equals("document")) {
                source |= !MessagesParts.isMedium(block);
            } else if (type.equals("tool_result") && members[2] != null) {
                inner(members[2]);
            }
        }
    }

    /// Within a tool's result.
    private void inner(JsonValue blocks) {
        for (JsonValue block : blocks.elements()) {
            String type = JsonValue.text(block.get("type"), "");
            if (type.equals("image") || type.equals("document")) {
                source |= !MessagesParts.isMedium(block);
            } else {
                content |= !type.equals("text");
            }
        }
    }
}
