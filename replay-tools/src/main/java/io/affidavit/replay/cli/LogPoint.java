package io.affidavit.replay.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A place in the log that somebody named by position or by time.
///
/// @param position the position; -1 where a time was named
/// @param time the time; null where a position was named
record LogPoint(long position, @Nullable Instant time) {

    static final LogPoint START = new LogPoint(0, null);

    private static final int LONGEST_POSITION = 18;

    /// @throws IllegalArgumentException for anything but a position, a date or a time with zone
    static LogPoint parse(String text) {
        if (!text.isEmpty()
                && text.length() <= LONGEST_POSITION
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new LogPoint(Long.parseLong(text), null);
        }
        try {
            return new LogPoint(
                    -1,
                    text.length() == "2026-11-25".length()
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    text + " (expected: a position, a date, or a time with zone)", e);
        }
    }

    /// Whether a record comes after this point.
    boolean isBefore(JsonNode event) {
        return time == null
                ? event.path("position").asLong(0) > position
                : timeOf(event).isAfter(time);
    }

    /// When a record was appended.
    static Instant timeOf(JsonNode event) {
        return Instant.parse(event.path("at").asString(""));
    }
}
