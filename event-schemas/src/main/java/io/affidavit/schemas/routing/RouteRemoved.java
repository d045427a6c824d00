package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Digest;
import java.util.List;

/// An alias is no longer answered, whatever deployments it has.
///
/// @param alias the model name applications sent
/// @param before SHA-256 of the public state before
/// @param parts `reason`: kept outside the record
public record RouteRemoved(Alias alias, Digest before, @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public RouteRemoved {
        parts = List.copyOf(parts);
    }

    @Override
    public RouteRemoved withParts(List<Part> sealed) {
        return new RouteRemoved(alias, before, sealed);
    }
}
