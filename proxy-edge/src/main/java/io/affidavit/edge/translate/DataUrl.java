package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A `data:` URL (RFC 2397) within a JSON string: its media type, and where its base64 text stands.
/// The text is never decoded or copied here; it can be many MiB.
///
/// @param mediaType in lower case, without parameters
/// @param bytes what the string stands in
/// @param from offset of the first byte of the base64 text
/// @param to offset behind its last byte
@SuppressWarnings("ArrayRecordComponent") // a view: the bytes are shared on purpose
record DataUrl(String mediaType, byte[] bytes, int from, int to) {

    private static final String SCHEME = "data:";
    private static final int MAX_HEAD = 512;

    /// Reads the string's head; `null` when it is no data URL in base64.
    static @Nullable DataUrl in(JsonValue string) {
        byte[] body = string.bytes();
        int from = string.from() + 1;
        int limit = Math.min(string.to() - 1, from + MAX_HEAD);
        int comma = from;
        while (comma < limit && body[comma] != ',') {
            comma++;
        }
        if (comma >= limit) {
            return null;
        }
        String head = new JsonValue(body, from - 1, comma + 1).text();
        if (!head.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String[] words = head.substring(SCHEME.length()).split(";", -1);
        boolean base64 = words[words.length - 1].strip().equalsIgnoreCase("base64");
        String type = words[0].strip().toLowerCase(Locale.ROOT);
        return base64 && !type.isEmpty()
                ? new DataUrl(type, body, comma + 1, string.to() - 1)
                : null;
    }

    /// Whether a string begins as a URL that is fetched over TLS.
    static boolean isHttps(JsonValue string) {
        String head =
                new JsonValue(
                                string.bytes(),
                                string.from(),
                                Math.min(string.to(), string.from() + 16))
                        .text();
        return head.regionMatches(true, 0, "https://", 0, 8);
    }
}
