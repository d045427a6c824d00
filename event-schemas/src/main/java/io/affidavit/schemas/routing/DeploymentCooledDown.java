package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.NodeId;
import java.time.Instant;

/// A node leaves a deployment alone for a while, because it failed too often. Other nodes go on by
/// what they see themselves.
///
/// @param deployment its id
/// @param node whose view it is
/// @param decidedAt the node's clock at the decision, UTC
/// @param reason why
/// @param attempts attempts there within the window that was looked at
/// @param failures how many of them failed
/// @param until when the node tries it again, with a single call
public record DeploymentCooledDown(
        DeploymentId deployment,
        NodeId node,
        Instant decidedAt,
        CooldownReason reason,
        int attempts,
        int failures,
        Instant until)
        implements RoutingEvent {}
