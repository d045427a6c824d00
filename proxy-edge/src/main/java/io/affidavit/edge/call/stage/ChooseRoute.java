package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.DeploymentHealth;
import io.affidavit.edge.call.ModelGrant;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.translate.Bridges;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a call goes. Looks at all deployments of the alias that the key's organization may know of
/// and keeps every input of the choice; those of others never reach its records.
public final class ChooseRoute implements Stage {

    private final DeploymentHealth health;

    public ChooseRoute(DeploymentHealth health) {
        this.health = health;
    }

    @Override
    public StageResult apply(CallContext call) {
        if (!ModelGrant.of(call.catalog(), call.key()).allows(call.alias().value())) {
            return StageResult.Refuse.modelNotFound();
        }
        RouteChoice choice = choose(call);
        call.chosen(choice);
        return choice.chosen() == null
                ? StageResult.Refuse.of(FailureCode.NO_DEPLOYMENT)
                : StageResult.PROCEED;
    }

    /// Chooses among the deployments that were not tried yet.
    RouteChoice choose(CallContext call) {
        List<CatalogPage.Deployment> deployments = call.catalog().deployments(call.alias().value());
        List<Candidate> candidates = new ArrayList<>(deployments.size());
        for (CatalogPage.Deployment deployment : deployments) {
            CatalogPage.Provider provider = call.catalog().provider(deployment.provider());
            if (provider == null || !ModelGrant.isForeign(provider, call.key())) {
                candidates.add(candidate(call, deployment, provider));
            }
        }
        return RouteChooser.ordered(candidates);
    }

    private Candidate candidate(
            CallContext call,
            CatalogPage.Deployment deployment,
            CatalogPage.@Nullable Provider provider) {
        DeploymentHealth.Seen seen = health.of(deployment.id());
        return new Candidate(
                deployment.id(),
                deployment.provider(),
                deployment.upstreamModel(),
                deployment.order(),
                seen.inFlight(),
                seen.failures(),
                seen.latencyMillis(),
                dropped(call, deployment, provider));
    }

    private static @Nullable DropReason dropped(
            CallContext call,
            CatalogPage.Deployment deployment,
            CatalogPage.@Nullable Provider provider) {
        if (provider == null) {
            return DropReason.PROVIDER_DISABLED;
        }
        if (Bridges.between(call.surface(), provider.protocol()) == null) {
            return DropReason.SURFACE_UNSUPPORTED;
        }
        return call.tried().contains(deployment.id()) ? DropReason.ALREADY_TRIED : null;
    }
}
