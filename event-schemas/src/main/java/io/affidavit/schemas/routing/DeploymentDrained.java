package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import java.util.List;

/// A deployment takes no further call.
///
/// @param deployment its id
/// @param before SHA-256 of the public state before
/// @param parts `reason`: kept outside the record
public record DeploymentDrained(
        DeploymentId deployment, Digest before, @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public DeploymentDrained {
        parts = List.copyOf(parts);
    }

    @Override
    public DeploymentDrained withParts(List<Part> sealed) {
        return new DeploymentDrained(deployment, before, sealed);
    }
}
