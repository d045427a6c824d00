package io.affidavit.query.evidence.export;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What the report shows of a disclosed part: its beginning.
///
/// @param beginning `null` when the text was never kept, and the salt alone is disclosed
/// @param isWhole whether there is no more of it
/// @param bytes length of the whole text
record Excerpt(@Nullable String beginning, boolean isWhole, long bytes) {

    /// Characters that are shown; the file has the rest.
    static final int CHARACTERS_MAX = 4_000;

    /// A character has at most four bytes; whatever is no UTF-8 shows as such.
    private static final int BYTES_MAX = 4 * CHARACTERS_MAX;

    /// No text.
    static final Excerpt SALT = new Excerpt(null, true, 0);

    static Excerpt of(byte[] text) {
        String read =
                new String(text, 0, Math.min(text.length, BYTES_MAX), StandardCharsets.UTF_8)
                        .replace("\r\n", "\n")
                        .replace('\t', ' ');
        boolean isWhole = text.length <= BYTES_MAX && read.length() <= CHARACTERS_MAX;
        if (isWhole) {
            return new Excerpt(read, true, text.length);
        }
        int end = Math.min(read.length(), CHARACTERS_MAX);
        boolean splits = Character.isHighSurrogate(read.charAt(end - 1));
        return new Excerpt(read.substring(0, splits ? end - 1 : end), false, text.length);
    }
}
