package io.affidavit.edge.call;

import io.affidavit.schemas.value.DeploymentId;
import java.util.HashMap;
import java.util.Map;

/// How often a call was tried, and where in vain. Belongs to the call's thread.
public final class Tries {

    private final Map<DeploymentId, Integer> failed = new HashMap<>();
    private int begun;

    Tries() {}

    /// Another attempt begins.
    public void begin() {
        begun++;
    }

    /// How many attempts were begun.
    public int begun() {
        return begun;
    }

    /// Another attempt at a deployment has failed.
    public void failedAt(DeploymentId deployment) {
        failed.merge(deployment, 1, Integer::sum);
    }

    /// Attempts at a deployment that have failed.
    public int failuresAt(DeploymentId deployment) {
        return failed.getOrDefault(deployment, 0);
    }
}
