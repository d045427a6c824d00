package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.Public;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key has ended: the one that was added in its place signs alone from this record on.
///
/// @param use what it signed
/// @param key verifier key of the one that has ended
/// @param idempotency keyed digest of the request; `null` without an `Idempotency-Key`
/// @param parts `reason`: kept outside the record
public record LogKeyRetired(
        LogKeyUse use,
        @Public String key,
        @Nullable Digest idempotency,
        @PartNames("reason") List<Part> parts)
        implements EvidenceEvent, PartBearing {

    /// Shortest time between the record that adds a key and the one that retires its predecessor:
    /// auditors must be able to learn the new one from checkpoints that the old one still signs.
    public static final Duration OVERLAP_MIN = Duration.ofHours(24);

    public LogKeyRetired {
        parts = List.copyOf(parts);
    }

    @Override
    public LogKeyRetired withParts(List<Part> sealed) {
        return new LogKeyRetired(use, key, idempotency, sealed);
    }
}
