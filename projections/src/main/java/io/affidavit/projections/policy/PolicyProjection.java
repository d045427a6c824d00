package io.affidavit.projections.policy;

import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyEvent;
import io.affidavit.schemas.policy.PolicyPublished;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;

/// Follows which policy is in force.
@ProcessingGroup("catalog")
public final class PolicyProjection {

    private final PolicyTable table;

    /// Writes into this table.
    public PolicyProjection(PolicyTable table) {
        this.table = table;
    }

    @EventHandler
    void on(PolicyEvent event, TrackingToken token) {
        switch (event) {
            case PolicyPublished published -> table.put(published);
            case PolicyActivated activated ->
                    table.activate(activated.policy(), token.position().orElseThrow());
        }
    }
}
