package io.affidavit.query.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeHoursTest {

    @ParameterizedTest
    @CsvSource({
        "UTC, true",
        "Europe/Berlin, true",
        "America/St_Johns, false",
        "Asia/Kolkata, false",
        "Asia/Kathmandu, false",
        "Australia/Lord_Howe, false" // half an hour in summer only
    })
    void knowsWhichClocksFit(String zone, boolean fits) {
        assertThat(WholeHours.isZone(ZoneId.of(zone))).isEqualTo(fits);
    }

    @Test
    void roundsToHours() {
        Instant hour = Instant.parse("2026-11-25T14:00:00Z");
        assertThat(WholeHours.floor(hour)).isEqualTo(hour);
        assertThat(WholeHours.ceiling(hour)).isEqualTo(hour);
        assertThat(WholeHours.floor(hour.plusNanos(1_000))).isEqualTo(hour);
        assertThat(WholeHours.ceiling(hour.plusNanos(1_000))).isEqualTo(hour.plusSeconds(3_600));
    }
}
