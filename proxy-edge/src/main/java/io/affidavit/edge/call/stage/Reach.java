package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.ModelGrant;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.translate.Bridges;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.FallbackKind;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Everywhere a call may ever be sent: by its first choice, after failures, and by each of its
/// route's lists of fallbacks. A call keeps its catalogue, so no later choice takes anything else;
/// one that comes to nothing for this request is none of it, one that is only cooling down is.
final class Reach {

    private final CallContext call;
    private final Map<DeploymentId, Destination> found = new LinkedHashMap<>();
    private final Map<Bridge, Boolean> sayable = new HashMap<>();

    private Reach(CallContext call) {
        this.call = call;
    }

    /// The destinations of a call whose first choice is made.
    static List<Destination> of(CallContext call) {
        RouteRules rules = call.route().rules();
        return rules.fallbacks().equals(Fallbacks.NONE)
                ? ofChoice(call)
                : new Reach(call).walked(rules.fallbacks());
    }

    /// Without fallbacks the first choice has looked at all there is.
    private static List<Destination> ofChoice(CallContext call) {
        List<Destination> all = new ArrayList<>(call.choice().candidates().size());
        for (Candidate candidate : call.choice().candidates()) {
            if (candidate.dropped() == null || candidate.dropped() == DropReason.COOLING_DOWN) {
                all.add(new Destination(candidate.deployment(), candidate.upstreamModel()));
            }
        }
        return all;
    }

    private List<Destination> walked(Fallbacks fallbacks) {
        walk(Stream.concat(Stream.of(call.alias()), fallbacks.anyError().stream()).toList());
        for (FallbackKind kind : FallbackKind.values()) {
            if (kind != FallbackKind.ANY_ERROR) {
                walk(fallbacks.of(kind));
            }
        }
        return List.copyOf(found.values());
    }

    /// As far as one choice over all of these would look.
    private void walk(List<Alias> aliases) {
        int seen = 0;
        for (Alias alias : aliases) {
            for (CatalogPage.Deployment deployment : call.catalog().deployments(alias.value())) {
                CatalogPage.Provider provider = call.catalog().provider(deployment.provider());
                boolean foreign = provider != null && ModelGrant.isForeign(provider, call.key());
                if (foreign || seen == ChooseRoute.MAX_CANDIDATES) {
                    continue;
                }
                seen++;
                if (provider != null && canSay(provider, deployment.upstreamModel())) {
                    found.putIfAbsent(
                            deployment.id(),
                            new Destination(deployment.id(), deployment.upstreamModel()));
                }
            }
        }
    }

    private boolean canSay(CatalogPage.Provider provider, String upstreamModel) {
        Bridge bridge = Bridges.between(call.surface(), provider.protocol());
        return bridge != null
                && (call.route().rules().unsupported() == UnsupportedParameters.DROP
                        || sayable.computeIfAbsent(
                                bridge,
                                one ->
                                        one.losses(call.inbound(), upstreamModel)
                                                .untranslatable()
                                                .isEmpty()));
    }
}
