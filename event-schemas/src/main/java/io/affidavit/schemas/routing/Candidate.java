package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;
import org.jspecify.annotations.Nullable;

/// A deployment as the route saw it when it chose, with every input of the choice.
///
/// @param deployment the deployment
/// @param provider its provider
/// @param upstreamModel the model name sent upstream
/// @param order its place among the alias' deployments, lowest first
/// @param inFlight calls this node had open there
/// @param recentFailures failures in a row this node had seen there
/// @param latencyMillis smoothed time to first byte as seen by this node; `null` if unknown
/// @param dropped why it was not eligible; `null` when it was
@Public
public record Candidate(
        DeploymentId deployment,
        ProviderId provider,
        @Public String upstreamModel,
        int order,
        int inFlight,
        int recentFailures,
        @Nullable Long latencyMillis,
        @Nullable DropReason dropped) {}
