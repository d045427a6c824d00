package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TeamId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whoever holds a token may administer a scope. The token was shown once and is stored nowhere.
///
/// @param token its public id
/// @param role what it makes of its holder
/// @param organization the scope, or whose team or project it is
/// @param team the scope, or whose project it is; `null` for the organization itself
/// @param project the scope; `null` for the organization or the team itself
/// @param mac hex HMAC-SHA256 under the pepper of the SHA-256 of the whole token
/// @param expiresAt the instant from which it is refused; `null` for never
/// @param idempotency keyed digest of the request that made it; `null` without an `Idempotency-Key`
/// @param after SHA-256 of the public state after this change
/// @param parts `reason`: kept outside the record
public record RoleGranted(
        AdminTokenId token,
        AdminRole role,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        @Public String mac,
        @Nullable Instant expiresAt,
        @Nullable Digest idempotency,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public RoleGranted {
        parts = List.copyOf(parts);
    }

    /// How far its holder reaches.
    public Reach reach() {
        return new Reach(organization, team, project);
    }

    @Override
    public RoleGranted withParts(List<Part> sealed) {
        return new RoleGranted(
                token,
                role,
                organization,
                team,
                project,
                mac,
                expiresAt,
                idempotency,
                after,
                sealed);
    }
}
