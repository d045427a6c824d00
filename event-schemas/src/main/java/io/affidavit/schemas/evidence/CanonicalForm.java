package io.affidavit.schemas.evidence;

import io.affidavit.schemas.evidence.FormException.Rule;

/// Judges whether bytes are canonical in the sense of `evidence/v1`: one object in the RFC 8785
/// spelling, without numbers, at most 16 deep.
///
/// Such bytes are the only spelling of what they say, so that parsing and writing again gives the
/// same bytes in any language.
public final class CanonicalForm {

    private CanonicalForm() {}

    /// Checks a whole text, such as a record.
    ///
    /// @throws FormException naming the first offset that breaks a rule, and the rule
    public static void check(byte[] bytes) {
        check(bytes, 0);
    }

    /// Checks the bytes of a `data` member, which stands one level deep in its record.
    ///
    /// @throws FormException naming the first offset that breaks a rule, and the rule
    public static void checkData(byte[] bytes) {
        check(bytes, 1);
    }

    /// Checks the object that begins at an index of a record, one level deep, as `data` does.
    ///
    /// @return the index behind the object
    /// @throws FormException naming the first offset that breaks a rule, and the rule
    public static int endOfData(byte[] record, int from) {
        CanonicalReader reader = new CanonicalReader(record, from, 1);
        if (from >= record.length || record[from] != '{') {
            throw new FormException(from, from < record.length ? Rule.MEMBER : Rule.TRUNCATED);
        }
        reader.passObject();
        return reader.offset();
    }

    private static void check(byte[] bytes, int depth) {
        CanonicalReader reader = new CanonicalReader(bytes, depth);
        if (bytes.length == 0 || bytes[0] != '{') {
            throw new FormException(0, bytes.length == 0 ? Rule.TRUNCATED : Rule.TOP_LEVEL);
        }
        reader.passObject();
        reader.end();
    }
}
