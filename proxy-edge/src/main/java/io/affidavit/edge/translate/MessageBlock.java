package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One content block of a message, looked into once: blocks can be as large as a request.
///
/// @param kind what it is
/// @param text of a text block that has one, or of a document that is one; else `null`
/// @param id of a tool call, or of the one a result belongs to
/// @param name of a tool call
/// @param input of a tool call
/// @param content of a tool's result: a string or blocks
/// @param title of a document
/// @param medium of an image or a document that can be said; else `null`
record MessageBlock(
        Kind kind,
        @Nullable JsonValue text,
        @Nullable JsonValue id,
        @Nullable JsonValue name,
        @Nullable JsonValue input,
        @Nullable JsonValue content,
        @Nullable JsonValue title,
        @Nullable Medium medium) {

    /// Kinds of blocks.
    enum Kind {
        TEXT,
        IMAGE,
        DOCUMENT,
        TOOL_USE,
        TOOL_RESULT,
        /// What a model thought; only its maker can read it again.
        THINKING,
        OTHER
    }

    /// Where an image or a document is taken from.
    ///
    /// @param type media type; `null` where none is given
    /// @param data base64, a text, or blocks that make up a document
    /// @param url where it lies; `null` where it came along
    record Medium(@Nullable JsonValue type, @Nullable JsonValue data, @Nullable JsonValue url) {}

    /// The blocks of a content; none for a text alone.
    static List<MessageBlock> of(JsonValue content) {
        List<MessageBlock> blocks = new ArrayList<>();
        for (JsonValue block : content.elements()) {
            blocks.add(read(block));
        }
        return blocks;
    }

    private static MessageBlock read(JsonValue block) {
        @Nullable JsonValue[] members =
                block.members(
                        "type",
                        "text",
                        "id",
                        "tool_use_id",
                        "name",
                        "input",
                        "content",
                        "title",
                        "source");
        Kind kind = kind(JsonValue.text(members[0], ""));
        Medium medium = members[8] == null ? null : medium(kind, members[8]);
        return new MessageBlock(
                kind,
                kind == Kind.TEXT ? textOrNull(members[1]) : null,
                kind == Kind.TOOL_RESULT ? members[3] : members[2],
                members[4],
                members[5],
                members[6],
                members[7],
                medium);
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "text" -> Kind.TEXT;
            case "image" -> Kind.IMAGE;
            case "document" -> Kind.DOCUMENT;
            case "tool_use" -> Kind.TOOL_USE;
            case "tool_result" -> Kind.TOOL_RESULT;
            case "thinking", "redacted_thinking" -> Kind.THINKING;
            default -> Kind.OTHER;
        };
    }

    private static @Nullable Medium medium(Kind kind, JsonValue source) {
        @Nullable JsonValue[] members =
                source.members("type", "media_type", "data", "url", "content");
        String type = JsonValue.text(members[0], "");
        boolean image = kind == Kind.IMAGE;
        boolean document = kind == Kind.DOCUMENT;
        if (type.equals("base64") && (image || document)) {
            return new Medium(members[1], textOrNull(members[2]), null);
        }
        if (type.equals("url") && image) {
            return new Medium(null, null, textOrNull(members[3]));
        }
        if (type.equals("text") && document) {
            return new Medium(members[0], textOrNull(members[2]), null);
        }
        return type.equals("content") && document ? new Medium(members[0], members[4], null) : null;
    }

    /// Whether it is a document whose text or blocks came along as such.
    boolean isReadable() {
        return kind == Kind.DOCUMENT
                && medium != null
                && medium.type != null
                && (medium.type.is("text") || medium.type.is("content"));
    }

    /// Whether it is an image or a document that only its maker's servers can find.
    boolean isOutOfReach() {
        return (kind == Kind.IMAGE || kind == Kind.DOCUMENT)
                && (medium == null || (medium.data == null && medium.url == null));
    }

    private static @Nullable JsonValue textOrNull(@Nullable JsonValue value) {
        return value != null && value.isText() ? value : null;
    }
}
