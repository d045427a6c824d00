package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The span of time over which a limit counts, as a row of numbered buckets.
///
/// `minute` and `hour` slide: the present bucket, which is only partly over, and the sixty before
/// it count, so that no span of the window's length ever sees more than the amount. The others are
/// calendar windows of one bucket in the limit's time zone; `total` never ends.
@Public
public enum LimitWindow {
    MINUTE(Duration.ofSeconds(1)),
    HOUR(Duration.ofMinutes(1)),
    DAY(null),
    WEEK(null),
    MONTH(null),
    TOTAL(null);

    /// Whole buckets that a sliding window reaches back beyond the present one.
    public static final int REACH = 60;

    private static final int DAYS_OF_WEEK = 7;
    private static final int FIRST_MONDAY = 4; // 1970-01-05, in days since 1970

    private final @Nullable Duration slice;
    private final String code = name().toLowerCase(Locale.ROOT);

    LimitWindow(@Nullable Duration slice) {
        this.slice = slice;
    }

    /// Whether it slides.
    public boolean slides() {
        return slice != null;
    }

    /// The bucket in which an instant lies; grows with time. Sliding: slices since 1970. Calendar:
    /// the first day of the window as days since 1970.
    public long bucket(Instant at, ZoneId zone) {
        if (slice != null) {
            return Math.floorDiv(at.getEpochSecond(), slice.toSeconds());
        }
        return switch (this) {
            case TOTAL -> 0;
            case DAY -> LocalDate.ofInstant(at, zone).toEpochDay();
            case WEEK -> firstOfWeek(LocalDate.ofInstant(at, zone).toEpochDay());
            case MONTH -> LocalDate.ofInstant(at, zone).withDayOfMonth(1).toEpochDay();
            case MINUTE, HOUR -> throw new IllegalStateException(this + " slides");
        };
    }

    /// The oldest bucket that still counts when `present` is the present one.
    public long oldest(long present) {
        return slides() ? present - REACH : present;
    }

    /// The first instant at which a bucket no longer counts; `null` for never.
    public @Nullable Instant endOf(long bucket, ZoneId zone) {
        if (slice != null) {
            return Instant.ofEpochSecond(Math.multiplyExact(bucket + REACH + 1, slice.toSeconds()));
        }
        LocalDate first = this == TOTAL ? LocalDate.EPOCH : LocalDate.ofEpochDay(bucket);
        return switch (this) {
            case TOTAL -> null;
            case DAY -> first.plusDays(1).atStartOfDay(zone).toInstant();
            case WEEK -> first.plusWeeks(1).atStartOfDay(zone).toInstant();
            case MONTH -> first.plusMonths(1).atStartOfDay(zone).toInstant();
            case MINUTE, HOUR -> throw new IllegalStateException(this + " slides");
        };
    }

    private static long firstOfWeek(long day) {
        return day - Math.floorMod(day - FIRST_MONDAY, DAYS_OF_WEEK);
    }

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return code;
    }
}
