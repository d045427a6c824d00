package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.Public;
import java.util.List;

/// What holds for an organization, or how it is called, has changed.
///
/// @param organization its slug
/// @param timeZone IANA zone in which its calendar windows run from now on
/// @param content what becomes of its prompts and answers from now on
/// @param before SHA-256 of the public state before
/// @param after SHA-256 of the public state after
/// @param parts new `name`, and the `reason`: kept outside the record
public record OrganizationChanged(
        OrganizationId organization,
        @Public String timeZone,
        ContentMode content,
        Digest before,
        Digest after,
        @PartNames({"name", "reason"}) List<Part> parts)
        implements AccessEvent, PartBearing {

    public OrganizationChanged {
        parts = List.copyOf(parts);
    }

    @Override
    public OrganizationChanged withParts(List<Part> sealed) {
        return new OrganizationChanged(organization, timeZone, content, before, after, sealed);
    }
}
