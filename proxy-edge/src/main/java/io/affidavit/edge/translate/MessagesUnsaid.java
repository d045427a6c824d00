package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.edge.translate.MessageBlock.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Messages request asks for and a chat completion cannot say, by name: members, `content`,
/// `source` and `tools` for kinds of blocks, of media and of tools that others lack, and
/// `tool_choice` for a choice among no tools or of a kind that nobody knows.
final class MessagesUnsaid {

    private boolean content;
    private boolean source;

    private MessagesUnsaid() {}

    /// The names, each once, in a fixed order.
    static List<String> of(InboundRequest request) {
        JsonValue root = JsonValue.checked(request.body());
        @Nullable JsonValue[] members =
                root.members(
                        "container",
                        "context_management",
                        "mcp_servers",
                        "messages",
                        "tools",
                        "tool_choice");
        List<String> names = new ArrayList<>(0);
        if (isGiven(members[0])) {
            names.add("container");
        }
        MessagesUnsaid unsaid = new MessagesUnsaid();
        if (members[3] != null) {
            unsaid.messages(members[3]);
        }
        if (unsaid.content) {
            names.add("content");
        }
        if (isGiven(members[1])) {
            names.add("context_management");
        }
        if (isGiven(members[2])) {
            names.add("mcp_servers");
        }
        if (unsaid.source) {
            names.add("source");
        }
        boolean own = members[4] != null && hasOwn(members[4]);
        if (members[5] != null && isGiven(members[5]) && !(own && isKnown(members[5]))) {
            names.add("tool_choice");
        }
        if (members[4] != null && hasForeign(members[4])) {
            names.add("tools");
        }
        return names;
    }

    private static boolean isGiven(@Nullable JsonValue value) {
        return value != null && !value.isNull() && !(value.isArray() && value.isEmpty());
    }

    /// Whether this is one of the choices that [MessagesRequest] writes.
    private static boolean isKnown(JsonValue choice) {
        @Nullable JsonValue[] members = choice.members("type", "name");
        JsonValue type = members[0];
        return type != null
                && (type.is("auto")
                        || type.is("any")
                        || type.is("none")
                        || (type.is("tool") && members[1] != null && members[1].isText()));
    }

    private static boolean hasOwn(JsonValue tools) {
        for (JsonValue tool : tools.elements()) {
            if (MessagesRequest.isOwn(tool)) {
                return true;
            }
        }
        return false;
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
                MessageBlock.of(blocks).forEach(this::block);
            }
        }
    }

    private void block(MessageBlock block) {
        content |= block.kind() == Kind.OTHER;
        source |= block.isOutOfReach();
        JsonValue inner = block.kind() == Kind.TOOL_RESULT ? block.content() : null;
        if (inner != null) {
            for (MessageBlock each : MessageBlock.of(inner)) {
                source |= each.isOutOfReach();
                content |=
                        each.kind() != Kind.TEXT
                                && each.kind() != Kind.IMAGE
                                && each.kind() != Kind.DOCUMENT;
            }
        }
    }
}
