package io.affidavit.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Walks clocks over clock changes, month ends and leap days.
class LimitWindowPropertyTest {

    private static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("UTC"),
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("America/New_York"),
                    ZoneId.of("America/Sao_Paulo"), // once began its days at one o'clock
                    ZoneId.of("Asia/Beirut"), // turns its clocks at midnight
                    ZoneId.of("Australia/Lord_Howe"), // by half an hour
                    ZoneId.of("Pacific/Apia")); // left out a day

    @ParameterizedTest
    @EnumSource(LimitWindow.class)
    void growsWithTimeAndEndsWhereTheNextBegins(LimitWindow window) {
        Seeds.check(
                40,
                random -> {
                    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
                    Instant at =
                            Instant.parse("2008-01-01T00:00:00Z")
                                    .plusSeconds(random.nextLong(20L * 366 * 86_400));
                    long last = window.bucket(at, zone);
                    for (int step = 0; step < 400; step++) {
                        at = at.plusSeconds(random.nextInt(6 * 3_600));
                        long bucket = window.bucket(at, zone);
                        assertThat(bucket).isGreaterThanOrEqualTo(last);
                        last = bucket;
                        checkEnd(window, at, bucket, zone);
                    }
                });
    }

    private static void checkEnd(LimitWindow window, Instant at, long bucket, ZoneId zone) {
        Instant end = window.endOf(bucket, zone);
        if (end == null) {
            assertThat(window).isEqualTo(LimitWindow.TOTAL);
            return;
        }
        assertThat(end).isAfter(at);
        long before = window.bucket(end.minusNanos(1), zone);
        long from = window.bucket(end, zone);
        assertThat(window.oldest(before)).isLessThanOrEqualTo(bucket);
        assertThat(window.oldest(from)).isGreaterThan(bucket);
        if (window.slides()) {
            assertThat(Duration.between(at, end))
                    .isGreaterThanOrEqualTo(
                            window == LimitWindow.MINUTE
                                    ? Duration.ofMinutes(1)
                                    : Duration.ofHours(1));
        } else {
            LocalDate first = LocalDate.ofEpochDay(from);
            assertThat(end).isEqualTo(first.atStartOfDay(zone).toInstant());
        }
    }
}
