package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the content of a message into blocks. Blank text is left out, because it would be refused;
/// `cache_control` on a part is kept.
final class ChatToAnthropicParts {

    private final Set<Unsaid> unsaid;
    private final ChatToAnthropicMedia media;

    ChatToAnthropicParts(Set<Unsaid> unsaid) {
        this.unsaid = unsaid;
        this.media = new ChatToAnthropicMedia(unsaid);
    }

    /// Writes all blocks of a content: a string, or an array of parts.
    ///
    /// @param textOnly whether the place takes nothing but text
    void write(JsonValue content, Place place, boolean textOnly) {
        if (content.isString()) {
            text(content, null, place);
        } else if (content.isArray()) {
            for (JsonValue element : content.elements()) {
                part(element, place, textOnly);
            }
        } else {
            unsaid.add(Unsaid.MESSAGE_CONTENT);
        }
    }

    /// Writes a text block, unless the text is blank.
    void text(JsonValue text, @Nullable JsonValue cacheControl, Place place) {
        if (!text.isBlank()) {
            JsonOut out = place.next().ascii("{\"type\":\"text\",\"text\":").raw(text);
            close(out, cacheControl);
        }
    }

    /// Ends a block.
    static void close(JsonOut out, @Nullable JsonValue cacheControl) {
        if (cacheControl != null) {
            out.member("cache_control").raw(cacheControl);
        }
        out.ascii("}");
    }

    private void part(JsonValue part, Place place, boolean textOnly) {
        if (part.isString()) {
            text(part, null, place);
            return;
        }
        JsonMembers members = JsonMembers.of(part);
        String type = members.text("type");
        JsonValue words = members.string(type.equals("refusal") ? "refusal" : "text");
        if ((type.equals("text") || type.equals("refusal")) && words != null) {
            text(words, members.get("cache_control"), place);
        } else if (type.equals("image_url") && !textOnly) {
            media.image(members, place);
        } else if (type.equals("file") && !textOnly) {
            media.file(members, place);
        } else {
            unsaid.add(type.equals("input_audio") ? Unsaid.INPUT_AUDIO : Unsaid.MESSAGE_CONTENT);
        }
    }
}
