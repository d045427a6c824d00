package io.affidavit.edge.call;

import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.RateLeft;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells a client what its limits had left, in the header fields its dialect knows. What is never
/// whole again has no field that says when.
final class RateFields {

    private static final int FIELDS = 3;
    private static final long MILLIS_A_SECOND = 1_000;

    /// Names of the fields of one unit.
    private record Names(String limit, String remaining, String reset) {

        static Names openAi(String unit) {
            return new Names(
                    "x-ratelimit-limit-" + unit,
                    "x-ratelimit-remaining-" + unit,
                    "x-ratelimit-reset-" + unit);
        }

        static Names anthropic(String unit) {
            return new Names(
                    "anthropic-ratelimit-" + unit + "-limit",
                    "anthropic-ratelimit-" + unit + "-remaining",
                    "anthropic-ratelimit-" + unit + "-reset");
        }
    }

    private static final Names OPENAI_REQUESTS = Names.openAi("requests");
    private static final Names OPENAI_TOKENS = Names.openAi("tokens");
    private static final Names REQUESTS = Names.anthropic("requests");
    private static final Names TOKENS = Names.anthropic("tokens");
    private static final Names INPUT_TOKENS = Names.anthropic("input-tokens");
    private static final Names OUTPUT_TOKENS = Names.anthropic("output-tokens");

    private RateFields() {}

    /// The fields; empty where the dialect has none for these limits.
    static List<Answer.Field> of(Dialect dialect, List<RateLeft> rates) {
        List<Answer.Field> fields = new ArrayList<>(rates.size() * FIELDS);
        for (RateLeft rate : rates) {
            Names names = names(dialect, rate.unit());
            if (names != null) {
                fields.add(new Answer.Field(names.limit, Long.toString(rate.amount())));
                fields.add(new Answer.Field(names.remaining, Long.toString(rate.left())));
                Instant fullAt = rate.fullAt();
                if (fullAt != null) {
                    fields.add(new Answer.Field(names.reset, reset(dialect, rate.at(), fullAt)));
                }
            }
        }
        return fields;
    }

    private static @Nullable Names names(Dialect dialect, LimitUnit unit) {
        return switch (dialect) {
            case OPENAI ->
                    switch (unit) {
                        case REQUESTS -> OPENAI_REQUESTS;
                        case TOKENS -> OPENAI_TOKENS;
                        case INPUT_TOKENS, OUTPUT_TOKENS, USD, PARALLEL -> null;
                    };
            case ANTHROPIC ->
                    switch (unit) {
                        case REQUESTS -> REQUESTS;
                        case TOKENS -> TOKENS;
                        case INPUT_TOKENS -> INPUT_TOKENS;
                        case OUTPUT_TOKENS -> OUTPUT_TOKENS;
                        case USD, PARALLEL -> null;
                    };
        };
    }

    /// OpenAI says how long from now, Anthropic when; neither too early.
    private static String reset(Dialect dialect, Instant at, Instant fullAt) {
        return switch (dialect) {
            case OPENAI -> duration(Duration.between(at, fullAt));
            case ANTHROPIC -> {
                Instant whole = fullAt.truncatedTo(ChronoUnit.SECONDS);
                yield (whole.isBefore(fullAt) ? whole.plusSeconds(1) : whole).toString();
            }
        };
    }

    /// As Go writes durations, to the millisecond: `6m0s`, `1h0m8.64s`, `12ms`.
    static String duration(Duration time) {
        long millis = Math.ceilDiv(Math.max(0, time.toNanos()), 1_000_000L);
        if (millis < MILLIS_A_SECOND) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        StringBuilder text = new StringBuilder();
        long seconds = millis / MILLIS_A_SECOND;
        if (seconds >= 3600) {
            text.append(seconds / 3600).append('h');
        }
        if (seconds >= 60) {
            text.append(seconds / 60 % 60).append('m');
        }
        text.append(seconds % 60);
        appendFraction(text, millis % MILLIS_A_SECOND);
        return text.append('s').toString();
    }

    /// Thousandths, without the zeros at their end.
    private static void appendFraction(StringBuilder text, long thousandths) {
        if (thousandths > 0) {
            text.append('.');
        }
        long unit = MILLIS_A_SECOND / 10;
        for (long left = thousandths; left > 0; left %= unit, unit /= 10) {
            text.append(left / unit);
        }
    }
}
