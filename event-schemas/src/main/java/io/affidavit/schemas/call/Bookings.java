package io.affidavit.schemas.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call books on the limits of its chain. Pure, so that an auditor computes the same from a
/// record.
public final class Bookings {

    /// Completion tokens that a request without a bound of its own is taken to ask for, for each
    /// choice.
    public static final long UNBOUNDED_OUTPUT = 16_384;

    /// Most tokens that one call books. A provider that reports more, or a client that asks for
    /// more where a limit refuses nothing, must not be able to overflow an account.
    public static final long MAX_TOKENS = 1_000_000_000_000L;

    /// Most nano-USD that one call books: a million dollars.
    public static final long MAX_NANO_USD = 1_000_000_000_000_000L;

    private Bookings() {}

    /// What a call holds from its admission on.
    ///
    /// @param terms limits that count it
    /// @param estimate what it may use at most
    /// @param cost what that may cost at most; `null` when a price is not known
    public static List<Booking> holds(
            List<LimitTerms> terms, Estimate estimate, @Nullable NanoUsd cost) {
        List<Booking> holds = new ArrayList<>(terms.size());
        for (LimitTerms each : terms) {
            holds.add(new Booking(each.limit(), each.unit(), hold(each, estimate, cost)));
        }
        return holds;
    }

    /// A hard limit compares the whole amount, and what fits into it cannot overflow.
    private static long hold(LimitTerms terms, Estimate estimate, @Nullable NanoUsd cost) {
        long held = held(terms, estimate, cost);
        return terms.hard() ? held : Math.min(held, most(terms.unit()));
    }

    /// Most that one call books on a limit that refuses nothing, and that any call settles.
    public static long most(LimitUnit unit) {
        return unit == LimitUnit.USD ? MAX_NANO_USD : MAX_TOKENS;
    }

    private static long held(LimitTerms terms, Estimate estimate, @Nullable NanoUsd cost) {
        return switch (terms.unit()) {
            case REQUESTS, PARALLEL -> 1;
            case INPUT_TOKENS -> estimate.inputTokens();
            case OUTPUT_TOKENS -> estimate.outputTokens();
            case TOKENS -> saturatedSum(estimate.inputTokens(), estimate.outputTokens());
            case USD -> {
                if (cost != null) {
                    yield cost.value();
                }
                yield terms.hard() ? Long.MAX_VALUE : 0; // what has no price fits into no budget
            }
        };
    }

    /// What a call has used of what it held. Where its cost is not known it is charged all it held,
    /// unless it used nothing.
    public static List<Booking> settled(
            List<Booking> holds, TokenUsage usage, @Nullable NanoUsd cost) {
        List<Booking> settled = new ArrayList<>(holds.size());
        for (Booking hold : holds) {
            long used = Math.min(used(hold, usage, cost), most(hold.unit()));
            settled.add(new Booking(hold.limit(), hold.unit(), used));
        }
        return settled;
    }

    private static long used(Booking hold, TokenUsage usage, @Nullable NanoUsd cost) {
        return switch (hold.unit()) {
            case REQUESTS -> hold.amount();
            case PARALLEL -> 0;
            case INPUT_TOKENS -> input(usage);
            case OUTPUT_TOKENS -> saturatedSum(usage.output(), usage.reasoning());
            case TOKENS ->
                    saturatedSum(input(usage), saturatedSum(usage.output(), usage.reasoning()));
            case USD -> {
                if (cost != null) {
                    yield cost.value();
                }
                yield usage.equals(TokenUsage.NONE) ? 0 : hold.amount();
            }
        };
    }

    /// What is left of a call that nobody concluded: it was a request, and nothing else is known.
    public static List<Booking> abandoned(List<Booking> holds) {
        return settled(holds, TokenUsage.NONE, NanoUsd.ZERO);
    }

    /// What an attempt has used that was chosen and never begun: nothing, not even a request.
    public static List<Booking> unbegun(List<Booking> holds) {
        return holds.stream().map(hold -> new Booking(hold.limit(), hold.unit(), 0)).toList();
    }

    private static long input(TokenUsage usage) {
        return saturatedSum(usage.input(), saturatedSum(usage.cachedInput(), usage.cacheWrite()));
    }

    private static long saturatedSum(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }
}
