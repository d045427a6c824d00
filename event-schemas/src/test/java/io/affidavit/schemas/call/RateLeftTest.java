package io.affidavit.schemas.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RateLeftTest {

    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    private static RateLeft rate(LimitWindow window, long left, @Nullable Instant fullAt) {
        return new RateLeft(LimitUnit.REQUESTS, window, 100, left, NOW, fullAt);
    }

    @Test
    void goesByTheTightest() {
        RateLeft minute = rate(LimitWindow.MINUTE, 50, NOW.plusSeconds(61));
        assertThat(minute.isTighterThan(rate(LimitWindow.DAY, 1, NOW.plusSeconds(600)))).isTrue();
        assertThat(minute.isTighterThan(rate(LimitWindow.HOUR, 49, NOW))).isFalse();
        assertThat(minute.isTighterThan(rate(LimitWindow.HOUR, 50, NOW))).isTrue();
        assertThat(minute.isTighterThan(minute)).isFalse();
        RateLeft never = rate(LimitWindow.TOTAL, 5, null);
        assertThat(never.isTighterThan(rate(LimitWindow.DAY, 5, NOW))).isTrue();
        assertThat(rate(LimitWindow.DAY, 5, NOW).isTighterThan(never)).isFalse();
    }

    @Test
    void readsOnlyItsOwnForm() {
        RateLeft rate = rate(LimitWindow.MINUTE, 50, NOW.plusSeconds(61));
        assertThat(RateLeft.parse(rate.text())).isEqualTo(rate);
        assertThat(rate.text()).doesNotContain(" ");
        for (String other : new String[] {"", "REQUESTS", rate.text() + "/", "x" + rate.text()}) {
            assertThatThrownBy(() -> RateLeft.parse(other))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
