package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonText;
import io.affidavit.edge.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns images and files of a message into blocks. Data stays base64 and is copied as it stands;
/// only text files are opened, because documents of text hold their text plainly.
final class ChatToAnthropicMedia {

    private final Set<Unsaid> unsaid;

    ChatToAnthropicMedia(Set<Unsaid> unsaid) {
        this.unsaid = unsaid;
    }

    /// A part of type `image_url`.
    void image(JsonMembers part, Place place) {
        JsonValue value = part.get("image_url");
        JsonValue url =
                value != null && value.isString() ? value : JsonMembers.of(value).string("url");
        DataUrl data = url == null ? null : DataUrl.in(url);
        JsonOut out;
        if (data != null) {
            out = base64(place.next(), "image", data);
        } else if (url != null && DataUrl.isWeb(url)) {
            out = place.next().ascii("{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":");
            out.raw(url).ascii("}");
        } else {
            unsaid.add(Unsaid.MESSAGE_CONTENT);
            return;
        }
        ChatToAnthropicParts.close(out, part.get("cache_control"));
    }

    /// A part of type `file`.
    void file(JsonMembers part, Place place) {
        JsonMembers file = JsonMembers.of(part.get("file"));
        JsonValue value = file.string("file_data");
        DataUrl data = value == null ? null : DataUrl.in(value);
        String type = data == null ? "" : data.mediaType();
        String text = data == null || !type.startsWith("text/") ? null : decoded(data);
        if (data != null && type.startsWith("image/")) {
            JsonOut out = base64(place.next(), "image", data);
            ChatToAnthropicParts.close(out, part.get("cache_control"));
        } else if (data != null && type.equals("application/pdf")) {
            document(base64(place.next(), "document", data), file, part);
        } else if (text != null) {
            JsonOut out =
                    place.next()
                            .ascii("{\"type\":\"document\",\"source\":{\"type\":\"text\",")
                            .ascii("\"media_type\":\"text/plain\",\"data\":")
                            .string(text)
                            .ascii("}");
            document(out, file, part);
        } else {
            unsaid.add(Unsaid.FILE);
        }
    }

    private void document(JsonOut out, JsonMembers file, JsonMembers part) {
        JsonValue title = file.string("filename");
        if (title != null && !title.isBlank()) {
            out.member("title").raw(title);
        }
        ChatToAnthropicParts.close(out, part.get("cache_control"));
    }

    private JsonOut base64(JsonOut out, String kind, DataUrl data) {
        String type = data.mediaType().equals("image/jpg") ? "image/jpeg" : data.mediaType();
        return out.ascii("{\"type\":\"")
                .ascii(kind)
                .ascii("\",\"source\":{\"type\":\"base64\",\"media_type\":")
                .string(type)
                .ascii(",\"data\":\"")
                .raw(data.bytes(), data.from(), data.to())
                .ascii("\"}");
    }

    private @Nullable String decoded(DataUrl data) {
        String base64 = JsonText.decode(data.bytes(), data.from(), data.to());
        try {
            String text =
                    new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
            return text.isBlank() ? null : text;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
