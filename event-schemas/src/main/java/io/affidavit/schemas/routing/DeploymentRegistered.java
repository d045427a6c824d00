package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An alias can be answered by one more upstream model.
///
/// @param deployment its id
/// @param alias the model name applications send
/// @param provider where it runs
/// @param upstreamModel the model name sent upstream
/// @param order place among the alias' deployments, lowest first
/// @param weight share among those of one order in a weighted route
/// @param price what its tokens cost; `null` where the price list says it
/// @param idempotency keyed digest of the request that made it; `null` without an `Idempotency-Key`
/// @param after SHA-256 of the public state after this change
/// @param parts `reason`: kept outside the record
public record DeploymentRegistered(
        DeploymentId deployment,
        Alias alias,
        ProviderId provider,
        @Public String upstreamModel,
        int order,
        int weight,
        @Nullable Price price,
        @Nullable Digest idempotency,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public DeploymentRegistered {
        parts = List.copyOf(parts);
    }

    @Override
    public DeploymentRegistered withParts(List<Part> sealed) {
        return new DeploymentRegistered(
                deployment,
                alias,
                provider,
                upstreamModel,
                order,
                weight,
                price,
                idempotency,
                after,
                sealed);
    }
}
