package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.util.List;

/// An admin token is refused for good.
///
/// @param token its public id
/// @param organization whose scope it administered
/// @param before SHA-256 of the public state before
/// @param parts `reason`: kept outside the record
public record RoleRevoked(
        AdminTokenId token,
        OrganizationId organization,
        Digest before,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public RoleRevoked {
        parts = List.copyOf(parts);
    }

    @Override
    public RoleRevoked withParts(List<Part> sealed) {
        return new RoleRevoked(token, organization, before, sealed);
    }
}
