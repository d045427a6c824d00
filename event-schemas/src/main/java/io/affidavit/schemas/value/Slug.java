package io.affidavit.schemas.value;

/// The form of ids that operators choose: `[a-z0-9][a-z0-9-]{0,62}`.
public final class Slug {

    private static final int MAX_LENGTH = 63;

    private Slug() {}

    /// Whether the text has the form of a slug.
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return true;
    }

    static void check(String name, String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    name + ": malformed (expected: [a-z0-9][a-z0-9-]{0,62})");
        }
    }
}
