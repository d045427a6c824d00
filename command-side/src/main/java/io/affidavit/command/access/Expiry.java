package io.affidavit.command.access;

import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Reads the instant from which a key is refused: RFC 3339 with a zone, because a date alone ends
/// somewhere else for everybody.
final class Expiry {

    private static final int MAX_LENGTH = 40;
    private static final int MAX_YEAR = 9999;
    private static final String EXPECTED = "a future RFC 3339 instant such as 2027-07-22T00:00:00Z";
    private static final Form FORM = Form.of(text -> parse(text) != null, EXPECTED);

    private Expiry() {}

    /// @return the instant in whole microseconds, as records write it; `null` when absent or wrong
    static @Nullable Instant read(Fields fields, String name, Instant now) {
        String text = fields.optional(name, FORM);
        Instant instant = text == null ? null : parse(text);
        if (instant != null && !instant.isAfter(now)) {
            fields.invalid(name, "in the past (expected: " + EXPECTED + ")");
            return null;
        }
        return instant;
    }

    private static @Nullable Instant parse(String text) {
        try {
            if (text.length() > MAX_LENGTH) {
                return null;
            }
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() > MAX_YEAR
                    ? null
                    : time.toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
