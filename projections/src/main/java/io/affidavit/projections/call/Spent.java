package io.affidavit.projections.call;

import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;

/// What is to be added to one line of the spend view.
///
/// @param line which line
/// @param requests admitted calls that ended
/// @param unpriced by how many the requests of unknown cost change; negative when a late conclusion
///   tells the cost of an abandoned call
/// @param usage their tokens
/// @param costNanoUsd their cost; calls without a price count as nothing here
record Spent(Line line, long requests, long unpriced, TokenUsage usage, long costNanoUsd) {

    /// The dimensions of the view; an empty text stands for none.
    ///
    /// @param hour its beginning
    record Line(
            String key,
            Instant hour,
            String alias,
            String deployment,
            String provider,
            String model,
            String team,
            String project,
            String organization) {}

    Spent plus(Spent other) {
        return new Spent(
                line,
                requests + other.requests,
                unpriced + other.unpriced,
                new TokenUsage(
                        usage.input() + other.usage.input(),
                        usage.cachedInput() + other.usage.cachedInput(),
                        usage.cacheWrite() + other.usage.cacheWrite(),
                        usage.output() + other.usage.output(),
                        usage.reasoning() + other.usage.reasoning()),
                costNanoUsd + other.costNanoUsd);
    }
}
