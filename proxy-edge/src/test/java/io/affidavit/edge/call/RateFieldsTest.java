package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.RateLeft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateFieldsTest {

    private static final Instant AT = Instant.parse("2026-11-26T00:00:00.250Z");

    private static RateLeft rate(LimitUnit unit, @Nullable Instant fullAt) {
        return new RateLeft(unit, LimitWindow.MINUTE, 60, 59, AT, fullAt);
    }

    private static Stream<String> lines(Dialect dialect, RateLeft... rates) {
        return RateFields.of(dialect, List.of(rates)).stream()
                .map(field -> field.name() + ": " + field.value());
    }

    @Test
    void speaksOpenAisDialect() {
        assertThat(
                        lines(
                                Dialect.OPENAI,
                                rate(LimitUnit.REQUESTS, AT.plusSeconds(360)),
                                rate(LimitUnit.TOKENS, null),
                                rate(LimitUnit.INPUT_TOKENS, AT)))
                .containsExactly(
                        "x-ratelimit-limit-requests: 60",
                        "x-ratelimit-remaining-requests: 59",
                        "x-ratelimit-reset-requests: 6m0s",
                        "x-ratelimit-limit-tokens: 60",
                        "x-ratelimit-remaining-tokens: 59");
    }

    @Test
    void speaksAnthropicsDialect() {
        assertThat(
                        lines(
                                Dialect.ANTHROPIC,
                                rate(LimitUnit.REQUESTS, Instant.parse("2026-11-26T00:01:01Z")),
                                rate(LimitUnit.OUTPUT_TOKENS, AT)))
                .containsExactly(
                        "anthropic-ratelimit-requests-limit: 60",
                        "anthropic-ratelimit-requests-remaining: 59",
                        "anthropic-ratelimit-requests-reset: 2026-11-26T00:01:01Z",
                        "anthropic-ratelimit-output-tokens-limit: 60",
                        "anthropic-ratelimit-output-tokens-remaining: 59",
                        "anthropic-ratelimit-output-tokens-reset: 2026-11-26T00:00:01Z");
        assertThat(
                        lines(
                                Dialect.ANTHROPIC,
                                rate(LimitUnit.TOKENS, null),
                                rate(LimitUnit.INPUT_TOKENS, null)))
                .contains(
                        "anthropic-ratelimit-tokens-limit: 60",
                        "anthropic-ratelimit-input-tokens-limit: 60");
    }

    /// What Go's `time.Duration` prints for the same spans.
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "12000000, 12ms",
        "1000000000, 1s",
        "8640000000, 8.64s",
        "60000000000, 1m0s",
        "60750000001, 1m0.751s",
        "360000000000, 6m0s",
        "3600000000000, 1h0m0s",
        "90061005000000, 25h1m1.005s",
        "-5, 0s"
    })
    void writesDurationsAsGoDoes(long nanos, String text) {
        assertThat(RateFields.duration(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
