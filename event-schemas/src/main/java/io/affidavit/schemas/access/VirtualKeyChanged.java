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

/// What a virtual key may do, whose it is or how it is called has changed. Its history stays under
/// its id.
///
/// @param key its public id
/// @param organization whose key; never another one
/// @param team whose key from now on, if a team's
/// @param project whose key from now on, if a project's
/// @param aliases the aliases it may use from now on
/// @param surfaces the APIs it may use from now on; `*` alone for all
/// @param content what becomes of the texts of its calls from now on; `null` as its organization
///   says
/// @param expiresAt the instant from which it is refused; `null` for never
/// @param cleared texts it has no more: `name`, `metadata`, `tags`
/// @param idempotency keyed digest of the request; `null` without an `Idempotency-Key`
/// @param before SHA-256 of the public state before
/// @param after SHA-256 of the public state after
/// @param parts new `name`, `metadata`, `tags`, and the `reason`: kept outside the record
public record VirtualKeyChanged(
        VirtualKeyId key,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        @Public List<String> aliases,
        @Public List<String> surfaces,
        @Nullable ContentMode content,
        @Nullable Instant expiresAt,
        @Public List<String> cleared,
        @Nullable Digest idempotency,
        Digest before,
        Digest after,
        @PartNames({"name", "metadata", "tags", "reason"}) List<Part> parts)
        implements AccessEvent, PartBearing {

    public VirtualKeyChanged {
        aliases = List.copyOf(aliases);
        surfaces = List.copyOf(surfaces);
        cleared = List.copyOf(cleared);
        parts = List.copyOf(parts);
    }

    @Override
    public VirtualKeyChanged withParts(List<Part> sealed) {
        return new VirtualKeyChanged(
                key,
                organization,
                team,
                project,
                aliases,
                surfaces,
                content,
                expiresAt,
                cleared,
                idempotency,
                before,
                after,
                sealed);
    }
}
