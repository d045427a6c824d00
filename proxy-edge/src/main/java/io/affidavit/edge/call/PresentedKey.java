package io.affidavit.edge.call;

import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.value.VirtualKeyId;
import org.jspecify.annotations.Nullable;

/// The key in a value of `authorization`. Nothing is trimmed: what is not exactly a key is none.
public final class PresentedKey {

    private static final String SCHEME = "Bearer ";

    private PresentedKey() {}

    /// What stands behind the scheme; `null` when the scheme is another one.
    public static @Nullable String in(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length())
                : null;
    }

    /// The id a presented key names, whether or not its secret is right; `null` when it names none.
    static @Nullable VirtualKeyId named(@Nullable String authorization) {
        String presented = authorization == null ? null : in(authorization);
        return presented == null ? null : VirtualKeyFormat.parse(presented).orElse(null);
    }
}
