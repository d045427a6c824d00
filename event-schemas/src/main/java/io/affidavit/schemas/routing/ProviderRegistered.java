package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An upstream can be used by deployments.
///
/// @param provider its slug
/// @param organization whose provider it is; `null` for the whole house
/// @param protocol the dialect it speaks
/// @param baseUrl where requests go, without a trailing slash; empty for the simulator
/// @param idempotency keyed digest of the request that made it; `null` without an `Idempotency-Key`
/// @param after SHA-256 of the public state after this change
/// @param parts `reason`: kept outside the record
public record ProviderRegistered(
        ProviderId provider,
        @Nullable OrganizationId organization,
        Protocol protocol,
        @Public String baseUrl,
        @Nullable Digest idempotency,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public ProviderRegistered {
        parts = List.copyOf(parts);
    }

    @Override
    public ProviderRegistered withParts(List<Part> sealed) {
        return new ProviderRegistered(
                provider, organization, protocol, baseUrl, idempotency, after, sealed);
    }
}
