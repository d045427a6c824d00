package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tenant exists.
///
/// @param organization its slug
/// @param timeZone IANA zone in which its calendar windows run
/// @param content what becomes of its prompts and answers
/// @param idempotency keyed digest of the request that made it; `null` without an `Idempotency-Key`
/// @param after SHA-256 of the public state after this change
/// @param parts `name`, `reason`: kept outside the record
public record OrganizationRegistered(
        OrganizationId organization,
        @Public String timeZone,
        ContentMode content,
        @Nullable Digest idempotency,
        Digest after,
        @PartNames({"name", "reason"}) List<Part> parts)
        implements AccessEvent, PartBearing {

    public OrganizationRegistered {
        parts = List.copyOf(parts);
    }

    @Override
    public OrganizationRegistered withParts(List<Part> sealed) {
        return new OrganizationRegistered(
                organization, timeZone, content, idempotency, after, sealed);
    }
}
