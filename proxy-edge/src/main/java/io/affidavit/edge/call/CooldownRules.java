package io.affidavit.edge.call;

import java.time.Duration;

/// When a deployment is left alone, and for how long. All of it is one node's own view.
///
/// @param window time in which attempts and failures are counted; a multiple of
///   [DeploymentHealth#BUCKETS] nanoseconds
/// @param minFailures failures within the window below which nothing happens
/// @param minSharePercent share of the window's attempts below which nothing happens
/// @param shortest first pause; it doubles with each failed trial
/// @param longest pause at most, whatever a provider asks for
/// @param trial how long one call may be a deployment's trial before another one can
public record CooldownRules(
        Duration window,
        int minFailures,
        int minSharePercent,
        Duration shortest,
        Duration longest,
        Duration trial) {

    /// Five failures and half of all attempts within 30 s; pauses of 5 s to 5 min.
    public static final CooldownRules DEFAULT =
            new CooldownRules(
                    Duration.ofSeconds(30),
                    5,
                    50,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(30));
}
