package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the blocks of a user's turn as parts of a chat message: text, images and documents, also
/// those that stand within a tool's result or a document made of blocks.
final class MessagesParts {

    private static final String UNNAMED_PDF = "document.pdf";

    private final JsonOut out;

    MessagesParts(JsonOut out) {
        this.out = out;
    }

    static boolean isA(JsonValue block, String type) {
        JsonValue found = block.get("type");
        return found != null && found.is(type);
    }

    /// The text of a text block that has one; otherwise `null`.
    static @Nullable JsonValue textOf(JsonValue block) {
        @Nullable JsonValue[] members = block.members("type", "text");
        JsonValue text = members[1];
        return members[0] != null && members[0].is("text") && text != null && text.isText()
                ? text
                : null;
    }

    /// Whether some of the blocks can be said.
    boolean any(JsonValue blocks) {
        boolean[] found = {false};
        each(blocks, _ -> found[0] = true);
        return found[0];
    }

    /// The content of the message: a text alone as a string, which every server takes.
    void write(JsonValue blocks) {
        JsonValue[] last = new JsonValue[1];
        int[] count = {0};
        each(
                blocks,
                block -> {
                    last[0] = block;
                    count[0]++;
                });
        JsonValue text = count[0] == 1 ? textOf(last[0]) : null;
        if (count[0] == 0) {
            out.ascii("\"\"");
        } else if (text != null) {
            copy(text);
        } else {
            out.ascii("[");
            each(blocks, this::part);
            out.ascii("]");
        }
    }

    /// Everything that becomes a part, in its order, tool results' media first.
    private static void each(JsonValue blocks, Consumer<JsonValue> action) {
        for (JsonValue block : blocks.elements()) {
            if (isA(block, "tool_result")) {
                JsonValue content = block.get("content");
                if (content != null) {
                    for (JsonValue inner : content.elements()) {
                        if (isMedium(inner)) {
                            action.accept(inner);
                        }
                    }
                }
            }
        }
        for (JsonValue block : blocks.elements()) {
            JsonValue inner = innerBlocks(block);
            if (inner != null) {
                for (JsonValue each : inner.elements()) {
                    if (textOf(each) != null || isMedium(each)) {
                        action.accept(each);
                    }
                }
            } else if (textOf(block) != null || isMedium(block)) {
                action.accept(block);
            }
        }
    }

    /// The blocks a document is made of; `null` where it is not.
    private static @Nullable JsonValue innerBlocks(JsonValue block) {
        JsonValue source = isA(block, "document") ? block.get("source") : null;
        if (source == null || !isA(source, "content")) {
            return null;
        }
        JsonValue content = source.get("content");
        return content != null && content.isArray() ? content : null;
    }

    /// Whether it is an image or a document in a form that can be said.
    static boolean isMedium(JsonValue block) {
        @Nullable JsonValue[] members = block.members("type", "source");
        JsonValue type = members[0];
        JsonValue source = members[1];
        if (type == null || source == null) {
            return false;
        }
        if (type.is("image")) {
            return isA(source, "base64") || isA(source, "url");
        }
        return type.is("document")
                && (isA(source, "base64") || isA(source, "text") || isA(source, "content"));
    }

    private void part(JsonValue block) {
        JsonValue text = textOf(block);
        if (text != null) {
            textPart(text);
            return;
        }
        JsonValue source = block.get("source");
        if (source == null) {
            throw new IllegalArgumentException("block: no source (expected: a medium)");
        }
        @Nullable JsonValue[] members = source.members("media_type", "data", "url", "content");
        if (isA(block, "image")) {
            out.item().ascii("{\"type\":\"image_url\",\"image_url\":{\"url\":");
            if (members[2] == null) {
                dataUrl(members[0], members[1], "image/png");
            } else {
                copy(members[2]);
            }
            out.ascii("}}");
        } else if (isA(source, "base64")) {
            out.item().ascii("{\"type\":\"file\",\"file\":{\"filename\":");
            out.string(JsonValue.text(block.get("title"), UNNAMED_PDF));
            out.ascii(",\"file_data\":");
            dataUrl(members[0], members[1], "application/pdf");
            out.ascii("}}");
        } else {
            textPart(members[1] == null ? members[3] : members[1]);
        }
    }

    private void textPart(@Nullable JsonValue text) {
        if (text != null && text.isText()) {
            out.item().ascii("{\"type\":\"text\",\"text\":");
            copy(text);
            out.ascii("}");
        }
    }

    private void dataUrl(
            @Nullable JsonValue mediaType, @Nullable JsonValue data, String otherwise) {
        out.ascii("\"data:");
        inner(mediaType, otherwise);
        out.ascii(";base64,");
        inner(data, "");
        out.ascii("\"");
    }

    private void inner(@Nullable JsonValue string, String otherwise) {
        if (string != null && string.isText()) {
            out.raw(string.bytes(), string.from() + 1, string.to() - 1);
        } else {
            out.ascii(otherwise);
        }
    }

    private void copy(JsonValue value) {
        out.raw(value);
    }
}
