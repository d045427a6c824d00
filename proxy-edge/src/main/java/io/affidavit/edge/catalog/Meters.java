package io.affidavit.edge.catalog;

import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.CatalogPage.Meter;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.LimitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The limits in tokens or money, by the scope they hang on: only calls that one of them counts
/// have their prompt counted. And all limits of deployments: only where there are some it is said
/// where a call goes instead. Whether a call fits is not known here. Immutable.
final class Meters {

    static final Meters EMPTY = new Meters(ShardedMap.empty(), ShardedMap.empty(), 0, 0);

    private final ShardedMap<Meter> byLimit;
    private final ShardedMap<List<Meter>> byScope;
    private final int counting; // prompts
    private final int ofDeployments;

    private Meters(
            ShardedMap<Meter> byLimit,
            ShardedMap<List<Meter>> byScope,
            int counting,
            int ofDeployments) {
        this.byLimit = byLimit;
        this.byScope = byScope;
        this.counting = counting;
        this.ofDeployments = ofDeployments;
    }

    /// Whether no prompt is counted for any of them.
    boolean isEmpty() {
        return counting == 0;
    }

    /// Whether a deployment has limits of its own.
    boolean limit(DeploymentId deployment) {
        return ofDeployments > 0 && !of(deployment).isEmpty();
    }

    /// Whether one of a deployment counts prompts.
    boolean count(DeploymentId deployment) {
        return ofDeployments > 0
                && of(deployment).stream().anyMatch(meter -> meter.unit().countsPrompt());
    }

    private List<Meter> of(DeploymentId deployment) {
        List<Meter> meters = byScope.find(CallScopes.of(deployment).toString());
        return meters == null ? List.of() : meters;
    }

    /// Whether one of them counts calls of a key to an alias.
    boolean count(CatalogPage.Key key, Alias alias) {
        if (isEmpty()) {
            return false;
        }
        for (LimitScope scope :
                CallScopes.of(key.organization(), key.team(), key.project(), key.id(), alias)) {
            List<Meter> meters = byScope.find(scope.toString());
            if (meters != null && concern(meters, alias)) {
                return true;
            }
        }
        return false;
    }

    private static boolean concern(List<Meter> meters, Alias alias) {
        return meters.stream()
                .anyMatch(meter -> meter.alias() == null || meter.alias().equals(alias));
    }

    /// With a limit, if it is one of them.
    Meters with(LimitTerms terms) {
        return Meter.of(terms).map(meter -> with(List.of(meter))).orElse(this);
    }

    /// With some; a limit never changes its scope.
    Meters with(List<Meter> more) {
        Map<String, Meter> limits = new HashMap<>();
        Map<String, List<Meter>> scopes = new HashMap<>();
        for (Meter meter : more) {
            String id = meter.limit().value();
            if (byLimit.find(id) == null && limits.put(id, meter) == null) {
                scopes.computeIfAbsent(meter.scope().toString(), this::copy).add(meter);
            }
        }
        return new Meters(
                byLimit.with(List.of(), limits),
                byScope.with(List.of(), scopes),
                counting + (int) limits.values().stream().filter(Meters::counts).count(),
                ofDeployments + (int) limits.values().stream().filter(Meters::isOfOne).count());
    }

    Meters without(LimitId limit) {
        Meter gone = byLimit.find(limit.value());
        if (gone == null) {
            return this;
        }
        String scope = gone.scope().toString();
        List<Meter> rest = copy(scope);
        rest.remove(gone);
        return new Meters(
                byLimit.with(List.of(limit.value()), Map.of()),
                rest.isEmpty()
                        ? byScope.with(List.of(scope), Map.of())
                        : byScope.with(List.of(), Map.of(scope, rest)),
                counting - (counts(gone) ? 1 : 0),
                ofDeployments - (isOfOne(gone) ? 1 : 0));
    }

    private static boolean counts(Meter meter) {
        return meter.unit().countsPrompt();
    }

    private static boolean isOfOne(Meter meter) {
        return meter.scope().kind() == LimitScopeKind.DEPLOYMENT;
    }

    private List<Meter> copy(String scope) {
        List<Meter> meters = byScope.find(scope);
        return meters == null ? new ArrayList<>() : new ArrayList<>(meters);
    }
}
