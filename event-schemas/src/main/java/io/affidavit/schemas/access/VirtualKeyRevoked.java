package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.List;

/// A virtual key is refused for good.
///
/// @param key its public id
/// @param organization whose key
/// @param before SHA-256 of the public state before
/// @param parts `reason`: kept outside the record
public record VirtualKeyRevoked(
        VirtualKeyId key,
        OrganizationId organization,
        Digest before,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public VirtualKeyRevoked {
        parts = List.copyOf(parts);
    }

    @Override
    public VirtualKeyRevoked withParts(List<Part> sealed) {
        return new VirtualKeyRevoked(key, organization, before, sealed);
    }
}
