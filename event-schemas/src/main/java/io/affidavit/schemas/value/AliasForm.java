package io.affidavit.schemas.value;

/// The form of a model alias: `[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}`.
public final class AliasForm {

    private static final int MAX_LENGTH = 128;

    private AliasForm() {}

    /// Whether the text has the form of an alias.
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !Base62.isDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Base62.isDigit(c) && "._:/@+-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static void check(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "alias: malformed (expected: [A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127})");
        }
    }
}
