package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Public;

/// Where a call may be sent, as far as its price depends on it.
///
/// @param deployment the deployment
/// @param upstreamModel the model name sent upstream
@Public
public record Destination(DeploymentId deployment, @Public String upstreamModel) {}
