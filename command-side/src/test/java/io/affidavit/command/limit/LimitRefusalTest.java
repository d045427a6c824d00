package io.affidavit.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a call is told that has no room.
class LimitRefusalTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-27T00:00:00Z");

    @Test
    void saysWhatIsHeldAndWhenThereIsRoom() {
        Refusal refusal = told(LimitWindow.DAY, 4_000_000_000L, 500_000_000L, MIDNIGHT);

        assertThat(refusal.code()).isEqualTo(FailureCode.INSUFFICIENT_QUOTA);
        assertThat(refusal.message())
                .isEqualTo(
                        "Limit lim_0123456789abcdef of 5 usd per day has no room: 4 spent,"
                                + " 0.5 held by calls in progress, 2 needed."
                                + " Room is expected at 2026-11-27T00:00:00Z.");
        assertThat(refusal.retryAfterMillis()).isEqualTo(12 * 3_600_000L);
    }

    @Test
    void saysThatOnlyCallsInProgressAreInTheWay() {
        assertThat(told(LimitWindow.TOTAL, 1_000_000_000L, 3_000_000_000L, null).message())
                .isEqualTo(
                        "Limit lim_0123456789abcdef of 5 usd has no room: 1 spent,"
                                + " 3 held by calls in progress, 2 needed."
                                + " What is held beyond what they use comes back as they end.");
    }

    @Test
    void namesNoTimeWhereNoneEverComes() {
        assertThat(parallel(1).retryAfterMillis()).isEqualTo(1000);
        assertThat(parallel(0).retryAfterMillis()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "TOKENS, MINUTE, TOKEN_LIMIT_EXCEEDED",
        "INPUT_TOKENS, HOUR, TOKEN_LIMIT_EXCEEDED",
        "OUTPUT_TOKENS, DAY, INSUFFICIENT_QUOTA",
        "REQUESTS, HOUR, RATE_LIMIT_EXCEEDED",
        "USD, MINUTE, RATE_LIMIT_EXCEEDED"
    })
    void namesWhatIsCounted(LimitUnit unit, LimitWindow window, FailureCode code) {
        assertThat(full(unit, window, 7).code()).isEqualTo(code);
    }

    private static Refusal parallel(long amount) {
        return full(LimitUnit.PARALLEL, LimitWindow.TOTAL, amount);
    }

    private static Refusal full(LimitUnit unit, LimitWindow window, long amount) {
        LimitId limit = new LimitId("lim_0123456789abcdef");
        return LimitRefusal.of(
                new LimitExceeded(limit, unit, window, amount, 0, amount, 1, null), List.of(), NOW);
    }

    private static Refusal told(
            LimitWindow window, long spent, long held, @Nullable Instant freeAt) {
        return LimitRefusal.of(
                new LimitExceeded(
                        new LimitId("lim_0123456789abcdef"),
                        LimitUnit.USD,
                        window,
                        5_000_000_000L,
                        spent,
                        held,
                        2_000_000_000L,
                        freeAt),
                List.of(),
                NOW);
    }
}
