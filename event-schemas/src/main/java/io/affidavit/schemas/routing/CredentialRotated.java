package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;
import java.util.List;

/// A newer credential replaces the one before.
///
/// @param provider whose credential
/// @param version one more than the version before
/// @param keyRef the key that wraps it, as in the vault
/// @param parts `reason`: kept outside the record
public record CredentialRotated(
        ProviderId provider,
        int version,
        @Public String keyRef,
        @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public CredentialRotated {
        parts = List.copyOf(parts);
    }

    @Override
    public CredentialRotated withParts(List<Part> sealed) {
        return new CredentialRotated(provider, version, keyRef, sealed);
    }
}
