package io.affidavit.schemas.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An admin token as its story says.
///
/// @param granted what was granted
/// @param revoked whether it is refused for good
public record AdminGrant(RoleGranted granted, boolean revoked) {

    /// The grant after one more event of its story; `null` before the first.
    public static @Nullable AdminGrant after(@Nullable AdminGrant grant, Object event) {
        return switch (event) {
            case RoleGranted first -> new AdminGrant(first, false);
            case RoleRevoked _ when grant != null -> new AdminGrant(grant.granted(), true);
            default -> grant;
        };
    }

    /// Where it stands at a moment.
    public KeyState state(Instant now) {
        return KeyState.of(revoked, false, granted.expiresAt(), now);
    }

    /// What it makes of its holder.
    public Administrator holder() {
        return new Administrator(granted.token(), granted.role(), granted.reach());
    }
}
