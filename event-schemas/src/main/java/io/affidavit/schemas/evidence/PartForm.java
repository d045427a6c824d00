package io.affidavit.schemas.evidence;

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

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
