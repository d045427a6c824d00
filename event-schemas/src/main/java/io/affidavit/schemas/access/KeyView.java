package io.affidavit.schemas.access;

import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A virtual key after a command, without anything that belongs to its secret.
///
/// @param key its public id
/// @param organization whose key
/// @param team whose key, if a team's
/// @param project whose key, if a project's
/// @param origin where its first secret comes from
/// @param aliases the aliases it may use; `*` for all
/// @param surfaces the APIs it may use; `*` alone for all
/// @param content what becomes of the texts of its calls; `null` as its organization says
/// @param expiresAt the instant from which it is refused; `null` for never
/// @param graceUntil the instant from which its secret before is refused; `null` for none
/// @param blocked refused until unblocked
/// @param revoked refused for good
/// @param replayed whether the same request had done it before, so that nothing happened now
public record KeyView(
        VirtualKeyId key,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        KeyOrigin origin,
        List<String> aliases,
        List<String> surfaces,
        @Nullable ContentMode content,
        @Nullable Instant expiresAt,
        @Nullable Instant graceUntil,
        boolean blocked,
        boolean revoked,
        boolean replayed) {

    public KeyView {
        aliases = List.copyOf(aliases);
        surfaces = List.copyOf(surfaces);
    }
}
