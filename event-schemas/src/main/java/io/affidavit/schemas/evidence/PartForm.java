package io.affidavit.schemas.evidence;

import java.util.List;

/// What a part's name and media type may look like. A name becomes a file name in bundles and one
/// length byte in the commitment, hence the narrow form.
final class PartForm {

    private static final int MAX_NAME = 64;
    private static final int MAX_MEDIA_TYPE = 255;

    private PartForm() {}

    static void checkName(String name) {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME && isLetter(name.charAt(0));
        for (int i = 1; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "part name: " + name + " (expected: [a-z][a-z0-9_-]{0,63})");
        }
    }

    static void checkMediaType(String mediaType) {
        boolean good = !mediaType.isEmpty() && mediaType.length() <= MAX_MEDIA_TYPE;
        for (int i = 0; good && i < mediaType.length(); i++) {
            good = mediaType.charAt(i) >= ' ' && mediaType.charAt(i) <= '~';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "media type: " + mediaType + " (expected: 1 to 255 printable ASCII)");
        }
    }

    /// A name is half of the key under which a part is stored.
    static void checkDistinct(List<Part.Reference> parts) {
        for (int i = 1; i < parts.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (parts.get(i).name().equals(parts.get(j).name())) {
                    throw new IllegalArgumentException(
                            "part name: " + parts.get(i).name() + " twice (expected: once)");
                }
            }
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
