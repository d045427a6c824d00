package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.value.LimitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a call is told of its limits: of each unit that clients know as a rate the tightest one.
final class RatesLeft {

    private static final int UNITS = 2; // that limits usually count

    private RatesLeft() {}

    /// @param holds what the call holds or would hold
    /// @param accounts the limits as they are known; `null` for one that is not
    static List<RateLeft> of(
            List<Booking> holds, Function<LimitId, @Nullable LimitAccount> accounts, Instant at) {
        List<RateLeft> rates = new ArrayList<>(UNITS);
        for (Booking hold : holds) {
            LimitAccount account = accounts.apply(hold.limit());
            if (account != null && account.terms().hard() && isRate(hold)) {
                add(rates, account.left(at));
            }
        }
        return rates;
    }

    private static boolean isRate(Booking hold) {
        return switch (hold.unit()) {
            case REQUESTS, TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> true;
            case USD, PARALLEL -> false;
        };
    }

    private static void add(List<RateLeft> rates, RateLeft rate) {
        for (int i = 0; i < rates.size(); i++) {
            if (rates.get(i).unit() == rate.unit()) {
                if (rate.isTighterThan(rates.get(i))) {
                    rates.set(i, rate);
                }
                return;
            }
        }
        rates.add(rate);
    }
}
