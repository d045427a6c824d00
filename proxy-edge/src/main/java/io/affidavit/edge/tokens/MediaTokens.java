package io.affidavit.edge.tokens;

import io.affidavit.edge.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// What images, sound and documents count, as far as their place in a request tells: the most that
/// a provider is known to count for such a thing.
final class MediaTokens {

    /// An image that is asked to be looked at coarsely.
    private static final long COARSE_IMAGE = 85;

    /// Ten tokens a second; a second of speech has two kilobytes at the least.
    private static final long AUDIO_CHARACTERS_PER_TOKEN = 256;

    /// A page of a document is an image and its text, at a token for each three bytes.
    private static final long DOCUMENT_CHARACTERS_PER_TOKEN = 4;

    /// A document of a page.
    private static final long LEAST_DOCUMENT = 5_000;

    /// A hundred pages, which is all that providers read.
    private static final long MOST_DOCUMENT = 500_000;

    /// A document that is only named: some thirty pages.
    private static final long UNSEEN_DOCUMENT = 150_000;

    private MediaTokens() {}

    /// `image_url`: an address, or an object with it.
    static long image(JsonValue image, long tokens) {
        JsonValue detail = image.get("detail");
        return detail != null && detail.is("low") ? Math.min(COARSE_IMAGE, tokens) : tokens;
    }

    /// `input_audio`.
    static long audio(JsonValue audio) {
        JsonValue data = audio.get("data");
        return Math.ceilDiv(data == null ? 0L : data.length(), AUDIO_CHARACTERS_PER_TOKEN);
    }

    /// `file`: its content, or where it is.
    static long document(JsonValue file) {
        return sized(file.get("file_data"));
    }

    /// `source` of what does not say that it is an image; the type of its content may.
    static long source(JsonValue source, long imageTokens) {
        @Nullable JsonValue[] members = source.members("media_type", "data");
        return JsonValue.text(members[0], "").startsWith("image/")
                ? imageTokens
                : sized(members[1]);
    }

    /// The text that a `source` brings along; `null` for any other.
    static @Nullable JsonValue text(JsonValue source) {
        @Nullable JsonValue[] members = source.members("type", "data", "content");
        JsonValue type = members[0];
        if (type != null && type.is("text")) {
            return members[1];
        }
        return type != null && type.is("content") ? members[2] : null;
    }

    private static long sized(@Nullable JsonValue data) {
        return data == null || !data.isString()
                ? UNSEEN_DOCUMENT
                : Math.clamp(
                        data.length() / DOCUMENT_CHARACTERS_PER_TOKEN,
                        LEAST_DOCUMENT,
                        MOST_DOCUMENT);
    }
}
