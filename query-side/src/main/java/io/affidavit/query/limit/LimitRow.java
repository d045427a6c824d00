package io.affidavit.query.limit;

import io.affidavit.query.evidence.LimitHistory.LimitThen;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A limit as administrators see it. Amounts are decimal texts in its unit, of money in USD.
///
/// @param alias counts calls to this alias alone; `null` for all
/// @param raisedTo the amount in force until `raisedUntil`; `null` when it is not raised now
/// @param raisedUntil the instant from which its own amount counts again; `null` when it is not
///   raised now
/// @param spent what ended calls have used in the present window; `null` for an earlier moment
/// @param held what open calls hold at most; `null` for an earlier moment
/// @param resetsAt when something of this counts no longer; `null` for never, nothing, or an
///   earlier moment
record LimitRow(
        String id,
        LimitScope scope,
        @Nullable String alias,
        String unit,
        String window,
        String amount,
        boolean hard,
        List<Integer> thresholds,
        String timeZone,
        @Nullable String raisedTo,
        @Nullable Instant raisedUntil,
        @Nullable String spent,
        @Nullable String held,
        @Nullable Instant resetsAt) {

    LimitRow {
        thresholds = List.copyOf(thresholds);
    }

    private static final int NANO_DIGITS = 9;

    /// What is booked on it now.
    record Use(long spent, long held, @Nullable Instant resetsAt) {}

    /// @param raisedTo the amount in force until `raisedUntil`; `null` when it is not raised
    /// @param use `null` for an earlier moment
    static LimitRow of(
            LimitTerms terms,
            @Nullable Long raisedTo,
            @Nullable Instant raisedUntil,
            @Nullable Use use) {
        LimitUnit unit = terms.unit();
        return new LimitRow(
                terms.limit().value(),
                terms.scope(),
                terms.alias() == null ? null : terms.alias().value(),
                unit.apiName(),
                terms.window().code(),
                amount(unit, terms.amount()),
                terms.hard(),
                terms.thresholds(),
                terms.timeZone(),
                raisedTo == null ? null : amount(unit, raisedTo),
                raisedUntil,
                use == null ? null : amount(unit, use.spent()),
                use == null ? null : amount(unit, use.held()),
                use == null ? null : use.resetsAt());
    }

    /// The limit as its records said up to an earlier moment. What was booked on it then is not
    /// among them.
    static LimitRow asOf(LimitThen then, Instant moment) {
        LimitRaisedTemporarily raise = then.raised();
        return raise == null
                        || !moment.isBefore(raise.until())
                        || raise.amount() <= then.set().terms().amount()
                ? of(then.set().terms(), null, null, null)
                : of(then.set().terms(), raise.amount(), raise.until(), null);
    }

    private static String amount(LimitUnit unit, long amount) {
        return unit == LimitUnit.USD
                ? BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros().toPlainString()
                : Long.toString(amount);
    }
}
