package io.affidavit.schemas.evidence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;

/// Names one log for ever: `<name>/<16 random hex>/<year>`, such as
/// `gw.acme.example/5f0c9a1b2d3e4f60/2026`.
///
/// The random middle keeps two installations of one name apart; the year changes with the shard. It
/// is the origin line of checkpoints and the key name of note signatures (C2SP signed-note), so it
/// holds neither spaces nor plus signs.
///
/// @param value the whole origin
@Public
public record LogOrigin(@JsonValue String value) {

    private static final String FORM = "<name>/<16 hex>/<year>";
    private static final int MAX_NAME = 200;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LogOrigin {
        String[] segments = value.split("/", -1);
        if (segments.length != 3
                || !isName(segments[0])
                || !isHex(segments[1])
                || !isYear(segments[2])) {
            throw new IllegalArgumentException(
                    "log origin: " + value + " (expected: " + FORM + ")");
        }
    }

    /// Joins the three segments.
    ///
    /// @param name host-like name of the installation, `[a-z0-9.-]`, at most 200 characters
    /// @param random 16 lower-case hex digits, drawn once per installation
    /// @param year first year of the shard, four digits
    public static LogOrigin of(String name, String random, int year) {
        return new LogOrigin(name + '/' + random + '/' + year);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_NAME
                && isLetterOrDigit(text.charAt(0))
                && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '.' || c == '-');
    }

    private static boolean isHex(String text) {
        return text.length() == 16
                && text.chars().allMatch(c -> isDigit(c) || (c >= 'a' && c <= 'f'));
    }

    private static boolean isYear(String text) {
        return text.length() == 4 && text.chars().allMatch(LogOrigin::isDigit);
    }

    private static boolean isLetterOrDigit(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
