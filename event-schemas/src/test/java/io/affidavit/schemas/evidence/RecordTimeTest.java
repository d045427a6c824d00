package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.testing.Seeds;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTimeTest {

    private static final DateTimeFormatter REFERENCE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @Test
    void spellsTimeAsTheJdkDoes() {
        Seeds.check(
                20_000,
                random -> {
                    Instant at =
                            Instant.ofEpochSecond(
                                    random.nextLong(253_402_300_800L),
                                    random.nextInt(1_000_000_000));

                    assertThat(RecordTime.format(at)).isEqualTo(REFERENCE.format(at));
                    assertThat(RecordTime.parse(RecordTime.format(at)))
                            .isEqualTo(at.truncatedTo(ChronoUnit.MICROS));
                });
    }

    @Test
    void knowsEveryDayOfTheCalendar() {
        for (long day = 0; day < 2_932_897; day++) {
            Instant at = Instant.ofEpochSecond(day * 86_400);
            assertThat(RecordTime.format(at).regionMatches(0, at.toString(), 0, 19))
                    .as("%s", at)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00.000000Z",
                "2026-00-01T00:00:00.000000Z",
                "2026-01-01T24:00:00.000000Z",
                "2026-01-01T23:59:60.000000Z",
                "2026-01-01T00:00:00.00000Z",
                "2026-01-01 00:00:00.000000Z",
                "2026-01-01T00:00:00.000000z",
                "+026-01-01T00:00:00.000000Z",
                "2026-01-01T00:00:00,000000Z",
                ""
            })
    void readsNothingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordTime.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
    void refusesYearsItCannotSpell(String at) {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordTime.format(Instant.parse(at)));
    }
}
