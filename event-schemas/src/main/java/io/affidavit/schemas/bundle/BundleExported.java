package io.affidavit.schemas.bundle;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.Public;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evidence was taken out of the house. Durable before the first byte of the bundle leaves.
///
/// @param bundle the bundle's id
/// @param organization whose records these are; `null` for house-wide ones
/// @param kind what it is about
/// @param id of the one thing it is about; `null` for named calls, which its manifest lists
/// @param from first moment of an organization's period; else `null`
/// @param to first moment after it; else `null`
/// @param records how many records it shows
/// @param withheld how many it proves and does not show
/// @param size size of the checkpoint that proves them
/// @param sums SHA-256 of its `SHA256SUMS`, which fixes every byte of it
/// @param parts `purpose`, `reason`: kept outside the record
public record BundleExported(
        @Public String bundle,
        @Nullable OrganizationId organization,
        BundleKind kind,
        @Public @Nullable String id,
        @Nullable Instant from,
        @Nullable Instant to,
        long records,
        long withheld,
        long size,
        Digest sums,
        @PartNames({"purpose", "reason"}) List<Part> parts)
        implements DomainEvent, PartBearing {

    public BundleExported {
        parts = List.copyOf(parts);
    }

    @Override
    public BundleExported withParts(List<Part> sealed) {
        return new BundleExported(
                bundle, organization, kind, id, from, to, records, withheld, size, sums, sealed);
    }
}
