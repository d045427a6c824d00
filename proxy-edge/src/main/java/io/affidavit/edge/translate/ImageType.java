package io.affidavit.edge.translate;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The media types of images that Anthropic takes (vision page, read 2026-11-25). It refuses bytes
/// of another type than the declared one, so what an image shows of itself counts first.
final class ImageType {

    private static final Set<String> TAKEN =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private ImageType() {}

    /// The type; `null` when none of them fits.
    ///
    /// @param declared in lower case
    /// @param head the image's first bytes, at least 12 unless it is shorter
    static @Nullable String of(String declared, byte[] head) {
        if (begins(head, 0, 0x89, 'P', 'N', 'G')) {
            return "image/png";
        }
        if (begins(head, 0, 0xff, 0xd8, 0xff)) {
            return "image/jpeg";
        }
        if (begins(head, 0, 'G', 'I', 'F', '8')) {
            return "image/gif";
        }
        if (begins(head, 0, 'R', 'I', 'F', 'F') && begins(head, 8, 'W', 'E', 'B', 'P')) {
            return "image/webp";
        }
        String type = declared.equals("image/jpg") ? "image/jpeg" : declared;
        return TAKEN.contains(type) ? type : null;
    }

    private static boolean begins(byte[] head, int from, int... mark) {
        if (head.length < from + mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[from + i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
