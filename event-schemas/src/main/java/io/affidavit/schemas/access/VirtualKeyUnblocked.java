package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.List;

/// A virtual key that was blocked may call again.
///
/// @param key its public id
/// @param organization whose key
/// @param before SHA-256 of the public state before
/// @param after SHA-256 of the public state after
/// @param parts `reason`: kept outside the record
public record VirtualKeyUnblocked(
        VirtualKeyId key,
        OrganizationId organization,
        Digest before,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public VirtualKeyUnblocked {
        parts = List.copyOf(parts);
    }

    @Override
    public VirtualKeyUnblocked withParts(List<Part> sealed) {
        return new VirtualKeyUnblocked(key, organization, before, after, sealed);
    }
}
