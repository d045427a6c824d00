package io.affidavit.query.call;

import org.jspecify.annotations.Nullable;

/// One value of a table of comma-separated values, RFC 4180 §2.
final class CsvField {

    /// What makes spreadsheets take a text for a formula when it begins with it.
    private static final String FORMULA = "=+-@\t\r";

    private CsvField() {}

    /// Its text: nothing for null, quoted where it must be, and an apostrophe in front of what a
    /// spreadsheet would compute.
    static String of(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (!(value instanceof Number) && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            text = '\'' + text;
        }
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
