package io.affidavit.schemas.serial;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.value.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void comesBackFromTheBusAsItWasThrown() {
        CommandExecutionException thrown =
                Refusal.exception(FailureCode.NOT_FOUND, "orgId: acme not found");
        Refusal expected = new Refusal(FailureCode.NOT_FOUND, "orgId: acme not found");
        assertThat(Refusal.of(thrown)).contains(expected);
        assertThat(Refusal.of(new CompletionException(thrown))).contains(expected);
    }

    @Test
    void carriesWaitAndRates() {
        RateLeft requests =
                new RateLeft(
                        LimitUnit.REQUESTS,
                        LimitWindow.MINUTE,
                        60,
                        0,
                        Instant.parse("2026-11-26T00:00:00.123456Z"),
                        Instant.parse("2026-11-26T00:01:01Z"));
        RateLeft tokens =
                new RateLeft(
                        LimitUnit.INPUT_TOKENS,
                        LimitWindow.TOTAL,
                        9_007_199_254_740_993L,
                        7,
                        Instant.parse("2026-11-26T00:00:00Z"),
                        null);
        for (Long wait : new Long[] {null, 1_500L}) {
            Refusal refusal =
                    new Refusal(
                            FailureCode.RATE_LIMIT_EXCEEDED,
                            "no room",
                            wait,
                            List.of(requests, tokens));
            assertThat(Refusal.of(refusal.exception())).contains(refusal);
        }
    }

    @Test
    void isNothingElse() {
        assertThat(Refusal.of(null)).isEmpty();
        assertThat(Refusal.of(new IllegalStateException("x"))).isEmpty();
        assertThat(Refusal.of(new CommandExecutionException("x", null))).isEmpty();
        assertThat(Refusal.of(new CommandExecutionException("x", null, "NO_SUCH_CODE"))).isEmpty();
    }
}
