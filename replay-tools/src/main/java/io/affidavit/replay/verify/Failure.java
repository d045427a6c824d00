package io.affidavit.replay.verify;

/// One thing that is not as it must be.
///
/// @param check what was checked
/// @param object what failed it, such as `record 17 leaf`
/// @param found what is there
/// @param expected what must be there
public record Failure(Check check, String object, String found, String expected) {

    /// One line: `FAIL <code> <step> <object>: <found> expected <wanted>`.
    public String line() {
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
