package io.affidavit.projections.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// A text that stands between two members of a record, looked for by the rarest of its bytes:
/// quotes are everywhere.
///
/// @param bytes the text
/// @param rarest place of that byte in it
@SuppressWarnings("ArrayRecordComponent") // a constant
record RecordToken(byte[] bytes, int rarest) {

    private static final String RARE = "{}[]:";

    static RecordToken of(String text) {
        int rarest =
                RARE.chars()
                        .map(text::indexOf)
                        .filter(place -> place >= 0)
                        .findFirst()
                        .orElseThrow();
        return new RecordToken(text.getBytes(US_ASCII), rarest);
    }

    int length() {
        return bytes.length;
    }

    /// Whether it may begin there, as far as that byte tells.
    boolean mayBegin(byte[] record, int from) {
        return record[from + rarest] == bytes[rarest];
    }
}
