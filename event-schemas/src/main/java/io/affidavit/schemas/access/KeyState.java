package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where a virtual key stands in its life.
@Public
public enum KeyState {
    /// May call.
    ACTIVE,
    /// Refused until it is unblocked.
    BLOCKED,
    /// Its expiry has passed.
    EXPIRED,
    /// Revoked for good.
    REVOKED;

    /// Where a key stands at a moment; what lasts longer is said first.
    ///
    /// @param expiresAt the instant from which it is refused; `null` for never
    public static KeyState of(
            boolean revoked, boolean blocked, @Nullable Instant expiresAt, Instant now) {
        if (revoked) {
            return REVOKED;
        }
        if (blocked) {
            return BLOCKED;
        }
        return expiresAt != null && !now.isBefore(expiresAt) ? EXPIRED : ACTIVE;
    }

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
