package io.affidavit.replay.cli;

import io.affidavit.schemas.evidence.LogPlace;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A place in the log that somebody named by position or by time.
///
/// @param place the place; -1 where a time was named
/// @param time the time; null where a place was named
record LogPoint(long place, @Nullable Instant time) {

    static final LogPoint START = new LogPoint(0, null);

    private static final Pattern PLACE = Pattern.compile("(?:([0-9]{1,4})/)?([0-9]{1,13})");

    /// @throws IllegalArgumentException for anything but a position (behind the first log
    ///   `log/position`), a date or a time with zone
    static LogPoint parse(String text) {
        Matcher place = PLACE.matcher(text);
        if (place.matches()) {
            int log = place.group(1) == null ? 0 : Integer.parseInt(place.group(1));
            return new LogPoint(new LogPlace(log, Long.parseLong(place.group(2))).packed(), null);
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
        return time == null ? placeOf(event) > place : timeOf(event).isAfter(time);
    }

    /// Where a record stands among all.
    static long placeOf(JsonNode event) {
        return LogPlace.pack(event.path("log").asInt(0), event.path("position").asLong(0));
    }

    /// When a record was appended.
    static Instant timeOf(JsonNode event) {
        return Instant.parse(event.path("at").asString(""));
    }
}
