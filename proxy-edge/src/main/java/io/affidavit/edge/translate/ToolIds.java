package io.affidavit.edge.translate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Ids of tool calls for a provider that takes only `[a-zA-Z0-9_-]+`, and back. Each foreign id has
/// exactly one form there, and no other id has the same.
final class ToolIds {

    private static final String MARK = "aff_";

    private ToolIds() {}

    /// The id as the provider may have it.
    static String outward(String id) {
        return isPlain(id) && !id.startsWith(MARK)
                ? id
                : MARK
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /// The client's own id, if it is one that was changed on the way out.
    static String inward(String id) {
        if (!id.startsWith(MARK)) {
            return id;
        }
        try {
            byte[] original = Base64.getUrlDecoder().decode(id.substring(MARK.length()));
            return new String(original, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return id;
        }
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_'
                            || c == '-';
            if (!plain) {
                return false;
            }
        }
        return !id.isEmpty();
    }
}
