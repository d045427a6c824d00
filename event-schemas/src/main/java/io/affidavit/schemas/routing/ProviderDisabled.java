package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProviderId;
import java.util.List;

/// A provider is gone for good; its deployments are no longer eligible.
///
/// @param provider its slug
/// @param before SHA-256 of the public state before
/// @param parts `reason`: kept outside the record
public record ProviderDisabled(
        ProviderId provider, Digest before, @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public ProviderDisabled {
        parts = List.copyOf(parts);
    }

    @Override
    public ProviderDisabled withParts(List<Part> sealed) {
        return new ProviderDisabled(provider, before, sealed);
    }
}
