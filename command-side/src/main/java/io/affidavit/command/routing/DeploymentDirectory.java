package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Stories;

/// Looks up deployments for requests that name one.
public final class DeploymentDirectory {

    private final Stories stories;

    public DeploymentDirectory(Stories stories) {
        this.stories = stories;
    }

    /// Whether there is a deployment of this id that takes calls.
    public boolean isInService(String id) {
        return stories.fold(
                        DeploymentAggregate.TYPE,
                        id,
                        new DeploymentState.Unknown(),
                        DeploymentState::evolve)
                instanceof DeploymentState.Active;
    }
}
