package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.NodeId;
import java.time.Instant;

/// A deployment answered the trial after its cooldown, and the node uses it again.
///
/// @param deployment its id
/// @param node whose view it is
/// @param decidedAt the node's clock at the decision, UTC
/// @param cooldowns cooldowns in a row before it answered
public record DeploymentRecovered(
        DeploymentId deployment, NodeId node, Instant decidedAt, int cooldowns)
        implements RoutingEvent {}
