package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DeploymentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The strategies. Pure, in whole numbers only: the edge chooses with it, a reader of the record
/// chooses again with it.
///
/// The rule, version 2. A candidate that came dropped stays so, as one does that was full when the
/// choice became durable. Of the others those with members their protocol cannot say are dropped
/// where the route refuses such; then those that are cooling, unless nobody else is left. Of what
/// remains, one that is to be tried again is chosen. Otherwise only the lowest depth counts:
/// `ordered` takes the lowest order there, ties by id; `weighted` takes, among those of the lowest
/// order and by id, the one into whose stretch of the weights the draw modulo their sum falls, and
/// the first one when all weights are 0.
///
/// In version 1, `ordered` took the lowest order, ties by id, of whatever was not dropped.
public final class RouteChooser {

    /// Version of the rules that choices are made by.
    public static final int VERSION = 2;

    private static final int FIRST_VERSION = 1;

    private static final Comparator<Candidate> BY_ORDER =
            Comparator.comparingInt(Candidate::depth)
                    .thenComparingInt(Candidate::order)
                    .thenComparing(candidate -> candidate.deployment().value());

    private RouteChooser() {}

    /// The candidates as the rule sees them: those it drops itself are marked.
    public static List<Candidate> judge(
            UnsupportedParameters unsupported, List<Candidate> candidates) {
        List<Candidate> judged = new ArrayList<>(candidates.size());
        boolean warm = false;
        for (Candidate candidate : candidates) {
            boolean refused =
                    candidate.dropped() == null
                            && unsupported == UnsupportedParameters.REFUSE
                            && !candidate.unsupported().isEmpty();
            Candidate one =
                    refused ? candidate.dropped(DropReason.PARAMETER_UNSUPPORTED) : candidate;
            warm |= one.dropped() == null && one.cooling() != CoolingState.COOLING;
            judged.add(one);
        }
        if (warm) {
            judged.replaceAll(RouteChooser::withoutCooling);
        }
        return judged;
    }

    private static Candidate withoutCooling(Candidate candidate) {
        return candidate.dropped() == null && candidate.cooling() == CoolingState.COOLING
                ? candidate.dropped(DropReason.COOLING_DOWN)
                : candidate;
    }

    /// The first candidate by depth, order and id that is eligible; its alias is the one whose
    /// strategy counts. `null` when there is none.
    ///
    /// @param judged as [#judge] gave them
    public static @Nullable Candidate first(List<Candidate> judged) {
        Candidate first = null;
        for (Candidate candidate : judged) {
            if (candidate.dropped() == null
                    && (first == null || BY_ORDER.compare(candidate, first) < 0)) {
                first = candidate;
            }
        }
        return first;
    }

    /// The choice of the present version.
    ///
    /// @param judged as [#judge] gave them
    /// @param draw a random number, at least 0; `null` where the strategy draws none
    public static RouteChoice choose(
            Strategy strategy,
            UnsupportedParameters unsupported,
            @Nullable FallbackKind fallback,
            List<Candidate> judged,
            @Nullable Long draw) {
        Candidate chosen = chosen(strategy, judged, draw);
        return new RouteChoice(
                strategy,
                VERSION,
                unsupported,
                fallback,
                judged,
                draw == null ? null : Long.toString(draw),
                0,
                chosen == null ? null : chosen.deployment());
    }

    /// Whether a recorded choice follows from what is on record with it.
    public static boolean follows(RouteChoice choice) {
        return switch (choice.strategyVersion()) {
            case FIRST_VERSION -> followsFirst(choice);
            case VERSION -> choice.equals(again(choice).after(choice.delayMillis()));
            default -> false;
        };
    }

    private static RouteChoice again(RouteChoice choice) {
        List<Candidate> raw = new ArrayList<>(choice.candidates());
        raw.replaceAll(RouteChooser::unruled);
        return choose(
                choice.strategy(),
                choice.unsupported(),
                choice.fallback(),
                judge(choice.unsupported(), raw),
                choice.draw() == null ? null : Long.parseLong(choice.draw()));
    }

    private static Candidate unruled(Candidate candidate) {
        DropReason reason = candidate.dropped();
        return reason != null && reason.isRuled() ? candidate.dropped(null) : candidate;
    }

    private static boolean followsFirst(RouteChoice choice) {
        Candidate first = first(choice.candidates());
        DeploymentId chosen = choice.chosen();
        return first == null ? chosen == null : first.deployment().equals(chosen);
    }

    private static @Nullable Candidate chosen(
            Strategy strategy, List<Candidate> judged, @Nullable Long draw) {
        for (Candidate candidate : judged) {
            if (candidate.again() && candidate.dropped() == null) {
                return candidate;
            }
        }
        Candidate first = first(judged);
        return first == null
                ? null
                : switch (strategy) {
                    case ORDERED -> first;
                    case WEIGHTED -> draw == null ? first : weighted(tier(judged, first), draw);
                };
    }

    /// The eligible ones of the same depth and order, by id.
    private static List<Candidate> tier(List<Candidate> judged, Candidate first) {
        return judged.stream()
                .filter(candidate ->
                        candidate.dropped() == null
                                && candidate.depth() == first.depth()
                                && candidate.order() == first.order())
                .sorted(BY_ORDER)
                .toList();
    }

    /// The one into whose stretch of the weights a draw falls.
    ///
    /// @param tier at least one, in the order in which their weights are laid out
    /// @param draw at least 0
    static Candidate weighted(List<Candidate> tier, long draw) {
        long sum = 0;
        for (Candidate candidate : tier) {
            sum += candidate.weight();
        }
        long rest = sum == 0 ? 0 : draw % sum;
        for (Candidate candidate : tier) {
            if (rest < candidate.weight()) {
                return candidate;
            }
            rest -= candidate.weight();
        }
        return tier.getFirst();
    }
}
