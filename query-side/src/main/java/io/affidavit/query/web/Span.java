package io.affidavit.query.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A span of time that a reader asked for, `from` included, `to` not.
///
/// @param from its beginning
/// @param to its end
public record Span(Instant from, Instant to) {

    /// Before every record.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    /// After every record.
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /// Reads two parameters: an instant such as `2026-11-25T14:00:00Z`, or a day, which is its
    /// midnight UTC. Absent ones leave that side open.
    public static Span of(@Nullable String from, @Nullable String to) {
        return of(from, to, ZoneOffset.UTC);
    }

    /// The same with days that begin in this zone.
    public static Span of(@Nullable String from, @Nullable String to, ZoneId zone) {
        return new Span(
                from == null ? EARLIEST : instant("from", from, zone),
                to == null ? LATEST : instant("to", to, zone));
    }

    /// Reads one such parameter.
    public static Instant instant(String field, String text) {
        return instant(field, text, ZoneOffset.UTC);
    }

    private static Instant instant(String field, String text, ZoneId zone) {
        try {
            Instant instant =
                    text.length() == "2026-11-25".length()
                            ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            return instant.isBefore(EARLIEST)
                    ? EARLIEST
                    : instant.isAfter(LATEST) ? LATEST : instant;
        } catch (DateTimeException e) {
            throw Problem.invalid(field, "a day or an instant with its zone, RFC 3339");
        }
    }
}
