package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonText;
import io.affidavit.edge.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns images and files of a message into blocks. Data stays base64 and is copied as it stands
/// once it proved to be base64; only text files are opened, because documents of text hold their
/// text plainly. Nothing is ever fetched: addresses are the provider's to open, and it opens
/// `https` alone.
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
        if (data != null) {
            image(data, part, place, Unsaid.IMAGE);
        } else if (url != null && DataUrl.isHttps(url)) {
            JsonOut out =
                    place.next().ascii("{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":");
            ChatToAnthropicParts.close(out.raw(url).ascii("}"), part.get("cache_control"));
        } else {
            unsaid.add(Unsaid.IMAGE);
        }
    }

    /// @param otherwise what it is where the provider takes no such image
    private void image(DataUrl data, JsonMembers part, Place place, Unsaid otherwise) {
        Base64Text text = Base64Text.of(data);
        String type = text == null ? null : ImageType.of(data.mediaType(), text.head());
        if (text == null || type == null) {
            unsaid.add(otherwise);
            return;
        }
        JsonOut out = base64(place.next(), "image", type, text);
        ChatToAnthropicParts.close(out, part.get("cache_control"));
    }

    /// A part of type `file`.
    void file(JsonMembers part, Place place) {
        JsonMembers file = JsonMembers.of(part.get("file"));
        JsonValue value = file.string("file_data");
        DataUrl data = value == null ? null : DataUrl.in(value);
        String type = data == null ? "" : data.mediaType();
        String text = data == null || !type.startsWith("text/") ? null : decoded(data);
        Base64Text pdf =
                data != null && type.equals("application/pdf") ? Base64Text.of(data) : null;
        if (data != null && type.startsWith("image/")) {
            image(data, part, place, Unsaid.FILE);
        } else if (pdf != null) {
            document(base64(place.next(), "document", type, pdf), file, part);
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

    private static JsonOut base64(JsonOut out, String kind, String type, Base64Text text) {
        return out.ascii("{\"type\":\"")
                .ascii(kind)
                .ascii("\",\"source\":{\"type\":\"base64\",\"media_type\":")
                .string(type)
                .ascii(",\"data\":\"")
                .raw(text.bytes(), text.from(), text.to())
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
