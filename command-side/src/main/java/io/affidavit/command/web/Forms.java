package io.affidavit.command.web;

import java.util.function.Predicate;

/// Forms of texts that more than one route asks for.
public final class Forms {

    /// What a slug looks like, for messages.
    public static final String SLUG = "[a-z0-9][a-z0-9-]{0,62}";

    private static final int MAX_NAME = 256;
    private static final int MAX_REASON = 1000;

    private Forms() {}

    /// A name for people: not blank, no control characters, at most 256 characters.
    public static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= MAX_NAME
                && isWellFormed(text)
                && text.chars().noneMatch(Character::isISOControl);
    }

    /// A reason for people: not blank, at most 1,000 characters, may have several lines.
    public static boolean isReason(String text) {
        return !text.isBlank()
                && text.length() <= MAX_REASON
                && isWellFormed(text)
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }

    /// Printable ASCII without spaces, within a length.
    public static Predicate<String> token(int max) {
        return text ->
                !text.isEmpty()
                        && text.length() <= max
                        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// Whether every surrogate has its other half, so that the text has a UTF-8 form.
    public static boolean isWellFormed(String text) {
        return text.codePoints()
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
