package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Choices;
import io.affidavit.edge.call.DeploymentHealth;
import io.affidavit.edge.call.ModelGrant;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.Losses;
import io.affidavit.edge.translate.Bridges;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.FallbackKind;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Where a call goes. Looks at all deployments of the alias that the key's organization may know of
/// and keeps every input of the choice; those of others never reach its records.
///
/// Where a deployment has limits, it is chosen as well where the call goes if it is full: as if
/// that one were not there, and so on until one has none.
///
/// Fallbacks are looked at only when nothing before them can answer in good health. The owner of
/// the route chose them, so the key needs no grant for their aliases.
public final class ChooseRoute implements Stage {

    /// Most deployments that one choice considers, so that its record stays small.
    static final int MAX_CANDIDATES = 64;

    /// Another call can take the trial that this one wanted; after that any state is taken.
    private static final int MAX_CLAIMS = 3;

    private final DeploymentHealth health;
    private final LongSupplier draws;

    /// @param draws random numbers, at least 0
    public ChooseRoute(DeploymentHealth health, LongSupplier draws) {
        this.health = health;
        this.draws = draws;
    }

    @Override
    public StageResult apply(CallContext call) {
        if (!ModelGrant.of(call.catalog(), call.key()).allows(call.alias().value())) {
            return StageResult.Refuse.modelNotFound();
        }
        RouteChoice choice = decide(call, FallbackKind.ANY_ERROR, null);
        call.chosen(choices(call, FallbackKind.ANY_ERROR, null, 0, choice));
        return choice.chosen() == null ? refusal(choice) : StageResult.PROCEED;
    }

    /// What no candidate can ever say is the request's fault, and trying again is in vain.
    private static StageResult.Refuse refusal(RouteChoice choice) {
        String param = null;
        for (Candidate candidate : choice.candidates()) {
            if (candidate.dropped() == DropReason.PARAMETER_UNSUPPORTED) {
                param = candidate.unsupported().getFirst();
            } else if (candidate.dropped() != DropReason.SURFACE_UNSUPPORTED) {
                return StageResult.Refuse.of(FailureCode.NO_DEPLOYMENT);
            }
        }
        if (choice.candidates().isEmpty()) {
            return StageResult.Refuse.of(FailureCode.NO_DEPLOYMENT);
        }
        if (param == null) {
            return new StageResult.Refuse(
                    FailureCode.UNSUPPORTED_PARAMETER,
                    "model",
                    "This model does not answer requests to this path.",
                    false);
        }
        return new StageResult.Refuse(
                FailureCode.UNSUPPORTED_PARAMETER,
                param,
                "'" + param + "' is not supported with this model.",
                false);
    }

    /// Chooses for an attempt that will be made: whoever gets a deployment's trial has it alone.
    ///
    /// @param kind the list of fallbacks that is open
    /// @param again the deployment to try once more; `null` for none
    RouteChoice decide(CallContext call, FallbackKind kind, @Nullable DeploymentId again) {
        RouteChoice choice = choose(call, kind, again);
        for (int claims = 1; claims < MAX_CLAIMS && !isClaimed(call, choice); claims++) {
            choice = choose(call, kind, again);
        }
        return choice;
    }

    /// A choice with what is chosen instead.
    ///
    /// @param pauseMillis before the same deployment is tried again
    Choices choices(
            CallContext call,
            FallbackKind kind,
            @Nullable DeploymentId again,
            long pauseMillis,
            RouteChoice first) {
        List<RouteChoice> otherwise = new ArrayList<>(0);
        Set<DeploymentId> full = new HashSet<>();
        DeploymentId last = first.chosen();
        while (last != null && call.catalog().isLimited(last)) {
            full.add(last);
            RouteChoice next = choose(call, new Sought(kind, again, full));
            last = next.chosen();
            if (last != null) {
                otherwise.add(last.equals(again) ? next.after(pauseMillis) : next);
            }
        }
        return new Choices(first, otherwise);
    }

    private boolean isClaimed(CallContext call, RouteChoice choice) {
        Candidate chosen = choice.chosenCandidate();
        if (chosen == null || chosen.cooling() != CoolingState.TRIAL) {
            return true;
        }
        DeploymentHealth.Seen seen = health.of(chosen.deployment());
        boolean claimed = seen.claimTrial();
        if (claimed) {
            call.claims(seen);
        }
        return claimed;
    }

    /// What a choice would be, without any effect.
    RouteChoice choose(CallContext call, FallbackKind kind, @Nullable DeploymentId again) {
        return choose(call, new Sought(kind, again, Set.of()));
    }

    /// What is looked for.
    ///
    /// @param kind the list of fallbacks that is open
    /// @param again the deployment to try once more; `null` for none
    /// @param full deployments that turn out to be full
    private record Sought(
            FallbackKind kind, @Nullable DeploymentId again, Set<DeploymentId> full) {}

    private RouteChoice choose(CallContext call, Sought sought) {
        FallbackKind kind = sought.kind();
        RouteRules rules = call.route().rules();
        List<Alias> fallbacks = rules.fallbacks().of(kind);
        List<Candidate> all = new ArrayList<>();
        List<Candidate> judged = List.of();
        boolean usesFallbacks = false;
        for (int depth = kind == FallbackKind.ANY_ERROR ? 0 : 1;
                depth <= fallbacks.size() && !hasHealthy(judged);
                depth++) {
            usesFallbacks |= depth > 0;
            add(call, depth == 0 ? call.alias() : fallbacks.get(depth - 1), depth, sought, all);
            judged = RouteChooser.judge(rules.unsupported(), all);
        }
        Strategy strategy = strategy(call, RouteChooser.first(judged));
        return RouteChooser.choose(
                strategy,
                rules.unsupported(),
                usesFallbacks ? kind : null,
                judged,
                strategy == Strategy.WEIGHTED ? draws.getAsLong() : null);
    }

    private static boolean hasHealthy(List<Candidate> judged) {
        return judged.stream()
                .anyMatch(one -> one.dropped() == null && one.cooling() != CoolingState.COOLING);
    }

    private static Strategy strategy(CallContext call, @Nullable Candidate first) {
        Alias alias = first == null ? null : first.alias();
        return alias == null ? call.route().strategy() : call.catalog().route(alias).strategy();
    }

    private void add(CallContext call, Alias alias, int depth, Sought sought, List<Candidate> all) {
        for (CatalogPage.Deployment deployment : call.catalog().deployments(alias.value())) {
            CatalogPage.Provider provider = call.catalog().provider(deployment.provider());
            if (all.size() < MAX_CANDIDATES
                    && (provider == null || !ModelGrant.isForeign(provider, call.key()))) {
                all.add(candidate(call, deployment, provider, depth, sought));
            }
        }
    }

    private Candidate candidate(
            CallContext call,
            CatalogPage.Deployment deployment,
            CatalogPage.@Nullable Provider provider,
            int depth,
            Sought sought) {
        DeploymentHealth.Seen seen = health.of(deployment.id());
        Bridge bridge =
                provider == null ? null : Bridges.between(call.surface(), provider.protocol());
        Losses losses =
                bridge == null
                        ? Losses.NONE
                        : bridge.losses(call.inbound(), deployment.upstreamModel());
        return new Candidate(
                deployment.id(),
                deployment.provider(),
                deployment.upstreamModel(),
                deployment.alias(),
                depth,
                deployment.order(),
                deployment.weight(),
                seen.inFlight(),
                seen.failures(),
                seen.latencyMillis(),
                seen.cooling(),
                deployment.id().equals(sought.again()),
                losses.untranslatable(),
                losses.adjusted(),
                dropped(call, deployment, provider, bridge, sought));
    }

    private static @Nullable DropReason dropped(
            CallContext call,
            CatalogPage.Deployment deployment,
            CatalogPage.@Nullable Provider provider,
            @Nullable Bridge bridge,
            Sought sought) {
        if (provider == null) {
            return DropReason.PROVIDER_DISABLED;
        }
        if (bridge == null) {
            return DropReason.SURFACE_UNSUPPORTED;
        }
        DeploymentId id = deployment.id();
        if (!id.equals(sought.again()) && call.tries().failuresAt(id) > 0) {
            return DropReason.ALREADY_TRIED;
        }
        return sought.full().contains(id) ? DropReason.FULL : null;
    }
}
