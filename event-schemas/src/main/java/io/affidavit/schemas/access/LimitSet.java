package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A limit is in force, anew or with another amount. What was counted before goes on counting.
///
/// @param organization whose scope it hangs on; `null` for an alias or a deployment
/// @param terms what it says
/// @param idempotency keyed digest of the request that set it; `null` without an `Idempotency-Key`
/// @param before SHA-256 of the public state before; `null` when it is new
/// @param after SHA-256 of the public state after this change
/// @param parts `reason`: kept outside the record
public record LimitSet(
        @Nullable OrganizationId organization,
        LimitTerms terms,
        @Nullable Digest idempotency,
        @Nullable Digest before,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public LimitSet {
        parts = List.copyOf(parts);
    }

    @Override
    public LimitSet withParts(List<Part> sealed) {
        return new LimitSet(organization, terms, idempotency, before, after, sealed);
    }
}
