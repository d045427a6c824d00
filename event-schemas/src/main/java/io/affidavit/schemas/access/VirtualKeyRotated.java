package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A virtual key has a new secret. Of older ones only the last may still be good, for a while.
///
/// @param key its public id
/// @param organization whose key
/// @param mac hex HMAC-SHA256 under the pepper of the SHA-256 of the whole new key
/// @param graceMac the same of the key before, which is good until `graceUntil`; `null` for none
/// @param graceUntil the instant from which the key before is refused; `null` for at once
/// @param idempotency keyed digest of the request; `null` without an `Idempotency-Key`
/// @param before SHA-256 of the public state before
/// @param after SHA-256 of the public state after
/// @param parts `reason`: kept outside the record
public record VirtualKeyRotated(
        VirtualKeyId key,
        OrganizationId organization,
        @Public String mac,
        @Public @Nullable String graceMac,
        @Nullable Instant graceUntil,
        @Nullable Digest idempotency,
        Digest before,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public VirtualKeyRotated {
        parts = List.copyOf(parts);
    }

    @Override
    public VirtualKeyRotated withParts(List<Part> sealed) {
        return new VirtualKeyRotated(
                key, organization, mac, graceMac, graceUntil, idempotency, before, after, sealed);
    }
}
