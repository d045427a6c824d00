package io.affidavit.projections.call;

import io.affidavit.schemas.value.TokenUsage;
import java.time.LocalDate;

/// What is to be added to one line of the spend view.
///
/// @param line which line
/// @param requests admitted calls that ended
/// @param usage their tokens
/// @param costNanoUsd their cost; calls without a price count as nothing here
record Spent(Line line, long requests, TokenUsage usage, long costNanoUsd) {

    /// The dimensions of the view; an empty provider or model stands for none.
    record Line(
            String key,
            LocalDate day,
            String alias,
            String provider,
            String model,
            String organization) {}

    Spent plus(Spent other) {
        return new Spent(
                line,
                requests + other.requests,
                new TokenUsage(
                        usage.input() + other.usage.input(),
                        usage.cachedInput() + other.usage.cachedInput(),
                        usage.cacheWrite() + other.usage.cacheWrite(),
                        usage.output() + other.usage.output(),
                        usage.reasoning() + other.usage.reasoning()),
                costNanoUsd + other.costNanoUsd);
    }
}
