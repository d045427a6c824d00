package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An alias is routed this way.
///
/// @param alias the model name applications send
/// @param strategy how it chooses among its deployments
/// @param rules everything else the route says
/// @param idempotency keyed digest of the request that made it; `null` without an `Idempotency-Key`
/// @param before SHA-256 of the public state before; `null` for a new route
/// @param after SHA-256 of the public state after
/// @param parts `reason`: kept outside the record
public record RouteDefined(
        Alias alias,
        Strategy strategy,
        RouteRules rules,
        @Nullable Digest idempotency,
        @Nullable Digest before,
        Digest after,
        @PartNames("reason") List<Part> parts)
        implements RoutingEvent, PartBearing {

    public RouteDefined {
        parts = List.copyOf(parts);
    }

    @Override
    public RouteDefined withParts(List<Part> sealed) {
        return new RouteDefined(alias, strategy, rules, idempotency, before, after, sealed);
    }
}
