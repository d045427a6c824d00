package io.affidavit.schemas.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookingsTest {

    private static final LimitId LIMIT = new LimitId("lim_0123456789abcdef");
    private static final Estimate HUGE = new Estimate(9, Long.MAX_VALUE, "utf8_bytes_div3/1");

    @Test
    void letsNoClientOverflowAnAccountThatRefusesNothing() {
        assertThat(held(LimitUnit.TOKENS, false)).isEqualTo(Bookings.MAX_TOKENS);
        assertThat(held(LimitUnit.TOKENS, true)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void letsNoProviderOverflowAnAccount() {
        TokenUsage reported = new TokenUsage(Long.MAX_VALUE, 1, 1, Long.MAX_VALUE, 1);
        assertThat(settled(LimitUnit.TOKENS, reported)).isEqualTo(Bookings.MAX_TOKENS);
        assertThat(settled(LimitUnit.INPUT_TOKENS, reported)).isEqualTo(Bookings.MAX_TOKENS);
        assertThat(settled(LimitUnit.OUTPUT_TOKENS, reported)).isEqualTo(Bookings.MAX_TOKENS);
        assertThat(settled(LimitUnit.USD, reported)).isEqualTo(Bookings.MAX_NANO_USD);
    }

    @Test
    void booksMoreThanWasHeldWhereMoreWasUsed() {
        assertThat(settled(LimitUnit.TOKENS, new TokenUsage(70, 0, 0, 50, 1))).isEqualTo(121);
    }

    private static long held(LimitUnit unit, boolean hard) {
        LimitTerms terms =
                new LimitTerms(
                        LIMIT,
                        new LimitScope(LimitScopeKind.ORGANIZATION, "acme"),
                        null,
                        unit,
                        LimitWindow.DAY,
                        100,
                        hard,
                        List.of(),
                        "UTC");
        return Bookings.holds(List.of(terms), HUGE, null).getFirst().amount();
    }

    private static long settled(LimitUnit unit, TokenUsage usage) {
        return Bookings.settled(
                        List.of(new Booking(LIMIT, unit, 100)), usage, new NanoUsd(Long.MAX_VALUE))
                .getFirst()
                .amount();
    }
}
