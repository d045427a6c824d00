package io.affidavit.query.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a page ended: the identifying columns of its last row, opaque to callers. Ids of ours hold
/// no line break.
public final class Cursor {

    private static final String SEPARATOR = "\n";
    private static final int MAX_LENGTH = 4_096;

    private Cursor() {}

    static String write(List<String> keys) {
        byte[] text = String.join(SEPARATOR, keys).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /// The columns that a cursor names; as many empty ones without a cursor, which sort before
    /// everything.
    public static List<String> read(@Nullable String cursor, int columns) {
        if (cursor == null) {
            return java.util.Collections.nCopies(columns, "");
        }
        try {
            if (cursor.length() > MAX_LENGTH) {
                throw malformed();
            }
            byte[] text = Base64.getUrlDecoder().decode(cursor);
            List<String> keys =
                    List.of(
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(text))
                                    .toString()
                                    .split(SEPARATOR, -1));
            if (keys.size() != columns || keys.stream().anyMatch(key -> key.indexOf(0) >= 0)) {
                throw malformed();
            }
            return keys;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw malformed();
        }
    }

    private static Problem malformed() {
        return Problem.invalid("cursor", "nextCursor of the page before");
    }
}
