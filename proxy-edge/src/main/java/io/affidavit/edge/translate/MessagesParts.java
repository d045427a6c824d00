package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.edge.translate.MessageBlock.Kind;
import io.affidavit.edge.translate.MessageBlock.Medium;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the blocks of a user's turn as parts of a chat message: text, images and documents, also
/// those that stand within a tool's result or a document made of blocks.
final class MessagesParts {

    private static final String UNNAMED_PDF = "document.pdf";

    private final JsonOut out;

    MessagesParts(JsonOut out) {
        this.out = out;
    }

    /// One part to be written.
    private sealed interface Part {

        record Text(JsonValue text) implements Part {}

        record Image(Medium medium) implements Part {}

        record Pdf(@Nullable JsonValue title, Medium medium) implements Part {}
    }

    /// Writes what can be said as the content of a message: a text alone as a string, which every
    /// server takes.
    ///
    /// @param role begins the message; not called where there is nothing to say
    /// @param needed whether a message is written even then
    void write(List<MessageBlock> blocks, boolean needed, Runnable role) {
        List<Part> parts = parts(blocks);
        if (parts.isEmpty() && !needed) {
            return;
        }
        role.run();
        if (parts.isEmpty()) {
            out.ascii("\"\"");
        } else if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(JsonValue text)) {
            out.raw(text);
        } else {
            out.ascii("[");
            parts.forEach(this::part);
            out.ascii("]");
        }
    }

    /// Everything that becomes a part, in its order, the media of tools' results first.
    private static List<Part> parts(List<MessageBlock> blocks) {
        List<Part> parts = new ArrayList<>();
        for (MessageBlock block : blocks) {
            if (block.kind() == Kind.TOOL_RESULT && block.content() != null) {
                for (MessageBlock inner : MessageBlock.of(block.content())) {
                    if (inner.kind() != Kind.TEXT) {
                        add(parts, inner);
                    }
                }
            }
        }
        blocks.forEach(block -> add(parts, block));
        return parts;
    }

    private static void add(List<Part> parts, MessageBlock block) {
        Medium medium = block.medium();
        if (block.text() != null) {
            parts.add(new Part.Text(block.text()));
        } else if (medium == null || block.isOutOfReach()) {
            return;
        } else if (block.kind() == Kind.IMAGE) {
            parts.add(new Part.Image(medium));
        } else if (!block.isReadable()) {
            parts.add(new Part.Pdf(block.title(), medium));
        } else if (medium.data() != null && medium.data().isText()) {
            parts.add(new Part.Text(medium.data()));
        } else if (medium.data() != null) {
            for (MessageBlock inner : MessageBlock.of(medium.data())) {
                if (inner.kind() == Kind.TEXT || inner.kind() == Kind.IMAGE) {
                    add(parts, inner);
                }
            }
        }
    }

    private void part(Part part) {
        out.item();
        switch (part) {
            case Part.Text(JsonValue text) ->
                    out.ascii("{\"type\":\"text\",\"text\":").raw(text).ascii("}");
            case Part.Image(Medium medium) -> {
                out.ascii("{\"type\":\"image_url\",\"image_url\":{\"url\":");
                if (medium.url() == null) {
                    dataUrl(medium, "image/png");
                } else {
                    out.raw(medium.url());
                }
                out.ascii("}}");
            }
            case Part.Pdf(JsonValue title, Medium medium) -> {
                out.ascii("{\"type\":\"file\",\"file\":{\"filename\":");
                out.string(JsonValue.text(title, UNNAMED_PDF)).ascii(",\"file_data\":");
                dataUrl(medium, "application/pdf");
                out.ascii("}}");
            }
        }
    }

    private void dataUrl(Medium medium, String otherwise) {
        out.ascii("\"data:");
        inner(medium.type(), otherwise);
        out.ascii(";base64,");
        inner(medium.data(), "");
        out.ascii("\"");
    }

    private void inner(@Nullable JsonValue string, String otherwise) {
        if (string != null && string.isText()) {
            out.raw(string.bytes(), string.from() + 1, string.to() - 1);
        } else {
            out.ascii(otherwise);
        }
    }
}
