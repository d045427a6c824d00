package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A virtual key may call. Its secret was shown once, or was never here, and is stored nowhere.
///
/// @param key its public id
/// @param organization whose key
/// @param team whose key, if a team's
/// @param project whose key, if a project's
/// @param mac hex HMAC-SHA256 under the pepper of the SHA-256 of the whole key
/// @param origin where its secret comes from
/// @param aliases the aliases it may use, with a `*` at the end for all of a beginning; `*` for all
/// @param surfaces the APIs it may use; `*` alone for all
/// @param content what becomes of the texts of its calls; `null` as its organization says
/// @param expiresAt the instant from which it is refused; `null` for never
/// @param idempotency keyed digest of the request that made it; `null` without an `Idempotency-Key`
/// @param after SHA-256 of the public state after this change
/// @param parts `name`, `metadata`, `tags`, `reason`: kept outside the record
public record VirtualKeyIssued(
        VirtualKeyId key,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        @Public String mac,
        KeyOrigin origin,
        @Public List<String> aliases,
        @Public List<String> surfaces,
        @Nullable ContentMode content,
        @Nullable Instant expiresAt,
        @Nullable Digest idempotency,
        Digest after,
        @PartNames({"name", "metadata", "tags", "reason"}) List<Part> parts)
        implements AccessEvent, PartBearing {

    public VirtualKeyIssued {
        aliases = List.copyOf(aliases);
        surfaces = List.copyOf(surfaces);
        parts = List.copyOf(parts);
    }

    @Override
    public VirtualKeyIssued withParts(List<Part> sealed) {
        return new VirtualKeyIssued(
                key,
                organization,
                team,
                project,
                mac,
                origin,
                aliases,
                surfaces,
                content,
                expiresAt,
                idempotency,
                after,
                sealed);
    }
}
