package io.affidavit.schemas.access;

import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a virtual key is to change; `null` leaves a thing as it is.
///
/// @param move whose key it is to be
/// @param aliases the aliases it may use
/// @param surfaces the APIs it may use
/// @param content what becomes of the texts of its calls
/// @param expiry when it is refused
/// @param cleared texts it is to have no more: `name`, `metadata`, `tags`
public record KeyChange(
        @Nullable Move move,
        @Nullable List<String> aliases,
        @Nullable List<String> surfaces,
        @Nullable Content content,
        @Nullable Expiry expiry,
        List<String> cleared) {

    public KeyChange {
        aliases = aliases == null ? null : List.copyOf(aliases);
        surfaces = surfaces == null ? null : List.copyOf(surfaces);
        cleared = List.copyOf(cleared);
    }

    /// To another team or project of the same organization.
    ///
    /// @param withinTeam whether the key stays in its team, so that only its project changes
    /// @param team its team; `null` for the organization itself
    /// @param project its project; `null` for the team itself
    public record Move(boolean withinTeam, @Nullable TeamId team, @Nullable ProjectId project) {}

    /// @param mode of the key itself; `null` for that of its organization
    public record Content(@Nullable ContentMode mode) {}

    /// @param at the instant from which it is refused; `null` for never
    public record Expiry(@Nullable Instant at) {}
}
