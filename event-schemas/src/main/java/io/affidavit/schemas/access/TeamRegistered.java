package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A team of an organization exists.
///
/// @param organization whose team
/// @param team its slug
/// @param idempotency keyed digest of the request that made it; `null` without an `Idempotency-Key`
/// @param after SHA-256 of the public state after this change
/// @param parts `name`, `reason`: kept outside the record
public record TeamRegistered(
        OrganizationId organization,
        TeamId team,
        @Nullable Digest idempotency,
        Digest after,
        @PartNames({"name", "reason"}) List<Part> parts)
        implements AccessEvent, PartBearing {

    public TeamRegistered {
        parts = List.copyOf(parts);
    }

    @Override
    public TeamRegistered withParts(List<Part> sealed) {
        return new TeamRegistered(organization, team, idempotency, after, sealed);
    }
}
