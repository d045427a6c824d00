package io.affidavit.replay.verify;

import java.util.regex.Pattern;

/// One thing that is not as it must be.
///
/// @param check what was checked
/// @param object what failed it, such as `record 17 leaf`
/// @param found what is there
/// @param expected what must be there
public record Failure(Check check, String object, String found, String expected) {

    /// Line ends and whatever else moves a terminal's cursor or its reader's eye.
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /// One line: `FAIL <code> <step> <object>: <found> expected <wanted>`, whatever characters a
    /// hostile hand put into what was found.
    public String line() {
        return visible(text());
    }

    /// A text for a line of a terminal.
    public static String visible(String text) {
        return INVISIBLE.matcher(text).replaceAll("?");
    }

    private String text() {
        return "FAIL "
                + check.code()
                + ' '
                + check.step()
                + ' '
                + object
                + ": "
                + found
                + " expected "
                + expected;
    }
}
