package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;
import java.util.List;

/// A provider's address or its credential changed; a new address always comes with a credential.
///
/// @param provider its slug
/// @param baseUrl where requests go from now on
/// @param before SHA-256 of the public state before
/// @param after SHA-256 of the public state after
/// @param parts `reason`: kept outside the record
public record ProviderChanged(
        ProviderId provider,
        @Public String baseUrl,
        Digest before,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public ProviderChanged {
        parts = List.copyOf(parts);
    }

    @Override
    public ProviderChanged withParts(List<Part> sealed) {
        return new ProviderChanged(provider, baseUrl, before, after, sealed);
    }
}
