package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonSpan;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the content of a message into blocks. Blank text is left out, because it would be refused;
/// `cache_control` on a part is kept.
final class ChatToAnthropicParts {

    private final byte[] body;
    private final Set<Unsaid> unsaid;
    private final ChatToAnthropicMedia media;

    ChatToAnthropicParts(byte[] body, Set<Unsaid> unsaid) {
        this.body = body;
        this.unsaid = unsaid;
        this.media = new ChatToAnthropicMedia(body, unsaid);
    }

    /// Writes all blocks of a content: a string, or an array of parts.
    ///
    /// @param textOnly whether the place takes nothing but text
    void write(JsonSpan content, Place place, boolean textOnly) throws JsonException {
        if (content.isString(body)) {
            text(content, null, place);
        } else if (content.isArray(body)) {
            JsonCursor json = content.cursor(body);
            json.beginArray();
            while (json.nextElement()) {
                part(json.span(), place, textOnly);
            }
        } else {
            unsaid.add(Unsaid.MESSAGE_CONTENT);
        }
    }

    /// Writes a text block, unless the text is blank.
    void text(JsonSpan text, @Nullable JsonSpan cacheControl, Place place) {
        if (!text.isBlank(body)) {
            JsonOut out = place.next().ascii("{\"type\":\"text\",\"text\":").raw(body, text);
            close(out, body, cacheControl);
        }
    }

    /// Ends a block.
    static void close(JsonOut out, byte[] body, @Nullable JsonSpan cacheControl) {
        if (cacheControl != null) {
            out.member("cache_control").raw(body, cacheControl);
        }
        out.ascii("}");
    }

    private void part(JsonSpan part, Place place, boolean textOnly) throws JsonException {
        if (part.isString(body)) {
            text(part, null, place);
            return;
        }
        JsonMembers members = JsonMembers.of(body, part);
        String type = members.text("type");
        JsonSpan words = members.string(type.equals("refusal") ? "refusal" : "text");
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
