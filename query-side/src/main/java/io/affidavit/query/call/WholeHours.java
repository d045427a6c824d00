package io.affidavit.query.call;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.stream.Stream;

/// Hours of UTC, and which clocks they fit.
final class WholeHours {

    private static final int SECONDS = 3_600;

    /// Before every log.
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private WholeHours() {}

    /// The last hour's beginning that is not later.
    static Instant floor(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    /// The first hour's beginning that is not earlier.
    static Instant ceiling(Instant at) {
        Instant floor = floor(at);
        return floor.equals(at) ? at : floor.plus(1, ChronoUnit.HOURS);
    }

    /// Whether a zone's clock always shows full hours when UTC does.
    static boolean isZone(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Stream<ZoneOffset> once =
                rules.getTransitions().stream()
                        .filter(change -> change.getInstant().isAfter(EARLIEST))
                        .flatMap(change ->
                                Stream.of(change.getOffsetBefore(), change.getOffsetAfter()));
        Stream<ZoneOffset> everyYear =
                rules.getTransitionRules().stream()
                        .flatMap(rule -> Stream.of(rule.getOffsetBefore(), rule.getOffsetAfter()));
        return Stream.of(Stream.of(rules.getOffset(EARLIEST)), once, everyYear)
                .flatMap(offsets -> offsets)
                .allMatch(offset -> offset.getTotalSeconds() % SECONDS == 0);
    }
}
