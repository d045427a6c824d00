package io.affidavit.query.call;

import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which sums are asked for.
///
/// @param groupBy one sum for each combination of these
/// @param filters what calls must have; an empty text stands for calls that have none
/// @param span when they were admitted
/// @param zone where days, weeks and months begin
record SpendQuestion(
        List<Dimension> groupBy, Map<Dimension, String> filters, Span span, ZoneId zone) {

    /// Where days begin unless somebody says otherwise.
    static final ZoneId UTC = ZoneId.of("UTC");

    SpendQuestion {
        groupBy = List.copyOf(groupBy);
        filters = Map.copyOf(filters);
    }

    /// All that a key spent.
    static SpendQuestion ofKey(String key, Span span) {
        return new SpendQuestion(List.of(), Map.of(Dimension.KEY, key), span, UTC);
    }

    /// Filters whose absent ones ask for all.
    static Map<Dimension, String> filters(Map<Dimension, @Nullable String> given) {
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        given.forEach((dimension, value) -> {
            if (value != null) {
                filters.put(dimension, value);
            }
        });
        return filters;
    }

    /// A zone of the time zone database; UTC when absent.
    static ZoneId zone(@Nullable String name) {
        if (name == null) {
            return UTC;
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw Problem.invalid("timeZone", "a name such as Europe/Berlin");
        }
        return ZoneId.of(name);
    }

    /// Whether hours are fine enough: where a zone's days begin within an hour of UTC, calls have
    /// to be looked at one by one.
    boolean isMadeOfHours() {
        return groupBy.stream().noneMatch(Dimension::isCalendar) || WholeHours.isZone(zone);
    }
}
