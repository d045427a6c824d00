package io.affidavit.schemas.access;

import io.affidavit.schemas.value.AdminTokenId;
import org.jspecify.annotations.Nullable;

/// Who asks on the control plane.
///
/// @param token by which token; `null` for the operator
/// @param role what that token makes of its holder; `null` for the operator
/// @param reach how far it reaches; `null` for everything, the operator's
public record Administrator(
        @Nullable AdminTokenId token, @Nullable AdminRole role, @Nullable Reach reach) {

    /// The holder of the operator token.
    public static final Administrator OPERATOR = new Administrator(null, null, null);

    public Administrator {
        if ((token == null) != (role == null) || (role == null) != (reach == null)) {
            throw new IllegalArgumentException(
                    "administrator: half an operator (expected: token, role and reach, or none)");
        }
    }

    /// Whether this one may do such things at all, within reach.
    public boolean may(Permission permission) {
        return role == null || permission.isHeldBy(role);
    }
}
