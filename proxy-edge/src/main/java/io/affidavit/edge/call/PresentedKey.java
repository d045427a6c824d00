package io.affidavit.edge.call;

import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.call.CredentialHeader;
import io.affidavit.schemas.value.VirtualKeyId;
import org.jspecify.annotations.Nullable;

/// The one key a request is judged by: `authorization` wherever it is present, else `x-api-key`
/// where Anthropic's dialect is spoken. Nothing is trimmed: what is not exactly a key is none.
public final class PresentedKey {

    private static final String SCHEME = "Bearer ";
    private static final String NO_KEY = "";

    private PresentedKey() {}

    /// What stands where the key is expected, empty where its scheme is another one; `null` when
    /// none is presented.
    public static @Nullable String of(Endpoint endpoint, ClientFields fields) {
        return switch (header(fields)) {
            case AUTHORIZATION -> bearer(fields.authorization());
            case X_API_KEY -> endpoint.judgesApiKey() ? fields.apiKey() : null;
        };
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length())
                : NO_KEY;
    }

    /// The header field that is judged, whether or not a key stands in it.
    public static CredentialHeader header(ClientFields fields) {
        return fields.authorization() == null
                ? CredentialHeader.X_API_KEY
                : CredentialHeader.AUTHORIZATION;
    }

    /// The id a presented key names, whether or not the rest of it is right; `null` when it names
    /// none.
    static @Nullable VirtualKeyId named(@Nullable String presented) {
        return presented == null ? null : VirtualKeyFormat.claimed(presented).orElse(null);
    }
}
