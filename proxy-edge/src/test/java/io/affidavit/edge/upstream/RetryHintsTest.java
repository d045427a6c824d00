package io.affidavit.edge.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ways in which providers say when they have room again, and which of them is believed first.
class RetryHintsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final List<String> LIMITS = List.of("x-ratelimit-", "x-ratelimitbysize-");

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "retry-after-ms: 1500, 2",
                "retry-after-ms: 3, 1",
                "retry-after-ms: 1.5e3, none",
                "retry-after: 7, 7",
                "retry-after: 0.2, 1",
                "retry-after: 0, none",
                "retry-after: -1, none",
                "retry-after: 3600, 3600",
                "retry-after: 3601, none",
                "retry-after: soon, none",
                "'retry-after: Wed, 25 Nov 2026 12:00:09 GMT', 9",
                "'retry-after: Wed, 25 Nov 2026 11:00:00 GMT', none",
                "x-ratelimit-reset-requests: 6m0s, none",
                "x-ratelimit-remaining-requests: 0|x-ratelimit-reset-requests: 6m0s, 360",
                "x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 12ms, 1",
                "x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 17, 17",
                "x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 2m59.56s, 180",
                "x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 1x, none",
                "x-ratelimitbysize-remaining-tokens: 0|x-ratelimitbysize-reset-tokens: 4, 4"
            })
    void readsHeads(String head, @Nullable Integer seconds) {
        assertThat(RetryHints.of(fields(head), LIMITS, NOW).with(new byte[0])).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            value = {
                "{\"details\":[{\"retryDelay\": \"3.2s\"}]}; 4",
                "Rate limit reached. Please try again in 20s.; 20",
                "Please try again in 1.242s.; 2",
                "Please try again in 641ms; 1",
                "Please Try Again In 2m; 120",
                "try again in 99999999s; none",
                "try again in a while; none",
                "nothing; none"
            })
    void readsBodies(String body, @Nullable Integer seconds) {
        assertThat(RetryHints.NONE.with(body.getBytes(UTF_8))).isEqualTo(seconds);
    }

    @Test
    void believesTheMostExactWayFirst() {
        byte[] words = "try again in 5s".getBytes(UTF_8);
        byte[] delay = "\"retryDelay\":\"4s\" try again in 5s".getBytes(UTF_8);
        String reset = "x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 3s";

        assertThat(hints("retry-after-ms: 1000|retry-after: 2|" + reset).with(delay)).isEqualTo(1);
        assertThat(hints("retry-after: 2|" + reset).with(delay)).isEqualTo(2);
        assertThat(hints(reset).with(delay)).isEqualTo(4);
        assertThat(hints(reset).with(words)).isEqualTo(3);
        assertThat(RetryHints.NONE.with(words)).isEqualTo(5);
    }

    private static RetryHints hints(String head) {
        return RetryHints.of(fields(head), LIMITS, NOW);
    }

    private static HttpHeaders fields(String head) {
        HttpHeaders fields = new DefaultHttpHeaders();
        for (String line : head.split("\\|", -1)) {
            int colon = line.indexOf(':');
            fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return fields;
    }
}
