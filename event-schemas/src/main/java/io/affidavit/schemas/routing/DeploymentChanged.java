package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A deployment's place, weight, upstream model or price changed. Calls admitted before keep their
/// price.
///
/// @param deployment its id
/// @param upstreamModel the model name sent upstream from now on
/// @param order its place from now on
/// @param weight its weight from now on
/// @param price what its tokens cost from now on; `null` where the price list says it
/// @param before SHA-256 of the public state before
/// @param after SHA-256 of the public state after
/// @param parts `reason`: kept outside the record
public record DeploymentChanged(
        DeploymentId deployment,
        @Public String upstreamModel,
        int order,
        int weight,
        @Nullable Price price,
        Digest before,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public DeploymentChanged {
        parts = List.copyOf(parts);
    }

    @Override
    public DeploymentChanged withParts(List<Part> sealed) {
        return new DeploymentChanged(
                deployment, upstreamModel, order, weight, price, before, after, sealed);
    }
}
