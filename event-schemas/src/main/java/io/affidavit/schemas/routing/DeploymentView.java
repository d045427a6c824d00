package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import org.jspecify.annotations.Nullable;

/// A deployment after a command.
///
/// @param price its own price; `null` where the list's counts
public record DeploymentView(
        DeploymentId id,
        Alias alias,
        ProviderId provider,
        String upstreamModel,
        int order,
        int weight,
        @Nullable Price price) {}
