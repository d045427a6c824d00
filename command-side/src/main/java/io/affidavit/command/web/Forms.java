package io.affidavit.command.web;

import java.util.List;
import java.util.function.Predicate;

/// Forms of texts that more than one route asks for.
public final class Forms {

    private static final int MAX_NAME = 256;
    private static final int MAX_REASON = 1000;

    /// The id that operators give what they make.
    public static final Form ID = Form.matching("[a-z0-9][a-z0-9-]{0,62}", 63);

    /// What applications call a model by.
    public static final Form ALIAS = Form.matching("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}", 128);

    /// A name for people: not blank, no control characters.
    public static final Form NAME = bounded(Forms::isName, MAX_NAME);

    /// A reason for people: not blank, may have several lines.
    static final Form REASON = bounded(Forms::isReason, MAX_REASON);

    private Forms() {}

    private static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= MAX_NAME
                && isWellFormed(text)
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isReason(String text) {
        return !text.isBlank()
                && text.length() <= MAX_REASON
                && isWellFormed(text)
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }

    private static Form bounded(Predicate<String> test, int max) {
        return new Form(test, "1 to " + max + " characters", null, List.of(), max);
    }

    /// Printable ASCII without spaces, within a length.
    public static Form printable(int max) {
        return Form.matching("[!-~]{1," + max + "}", max)
                .inWords("1 to " + max + " printable ASCII characters, no spaces");
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
