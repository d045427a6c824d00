package io.affidavit.edge.call;

import io.affidavit.schemas.routing.CooldownReason;
import java.time.Duration;

/// What an attempt's end changed in a node's view of a deployment.
public sealed interface HealthChange {

    /// The node leaves the deployment alone from now on.
    ///
    /// @param attempts attempts within the window
    /// @param failures failures within the window
    /// @param pause for how long
    record Cooled(CooldownReason reason, int attempts, int failures, Duration pause)
            implements HealthChange {}

    /// The deployment answered its trial.
    ///
    /// @param cooldowns cooldowns in a row until it did
    record Recovered(int cooldowns) implements HealthChange {}
}
