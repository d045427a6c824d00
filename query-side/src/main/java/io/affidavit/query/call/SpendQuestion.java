package io.affidavit.query.call;

import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Reach;
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

    /// All that a key spent within reach.
    static SpendQuestion ofKey(String key, Span span, @Nullable Reach reach) {
        return new SpendQuestion(List.of(), filters(Map.of(Dimension.KEY, key), reach), span, UTC);
    }

    /// Filters whose absent ones ask for all that is within reach.
    static Map<Dimension, String> filters(
            Map<Dimension, ? extends @Nullable String> given, @Nullable Reach reach) {
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        given.forEach((dimension, value) -> {
            if (value != null) {
                filters.put(dimension, value);
            }
        });
        if (reach != null) {
            require(filters, Dimension.ORGANIZATION, reach.organization());
            require(filters, Dimension.TEAM, reach.team());
            require(filters, Dimension.PROJECT, reach.project());
        }
        return filters;
    }

    /// What is asked for out of reach is not there, and neither is a call without an organization.
    private static void require(
            Map<Dimension, String> filters, Dimension dimension, @Nullable Object within) {
        if (within != null) {
            String given = filters.put(dimension, within.toString());
            if (given != null && !given.equals(within.toString())) {
                filters.put(Dimension.ORGANIZATION, "");
            }
        }
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
