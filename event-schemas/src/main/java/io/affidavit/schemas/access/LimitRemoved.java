package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A limit no longer counts; one that is set again counts from then.
///
/// @param limit the limit
/// @param organization whose scope it hung on; `null` for an alias
/// @param before SHA-256 of the public state before
/// @param parts `reason`: kept outside the record
public record LimitRemoved(
        LimitId limit,
        @Nullable OrganizationId organization,
        Digest before,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public LimitRemoved {
        parts = List.copyOf(parts);
    }

    @Override
    public LimitRemoved withParts(List<Part> sealed) {
        return new LimitRemoved(limit, organization, before, sealed);
    }
}
