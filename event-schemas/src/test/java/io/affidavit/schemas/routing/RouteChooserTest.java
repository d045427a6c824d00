package io.affidavit.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rule of routes: what is dropped, what is chosen, and that a record says so by itself.
class RouteChooserTest {

    private static final UnsupportedParameters REFUSE = UnsupportedParameters.REFUSE;
    private static final UnsupportedParameters DROP = UnsupportedParameters.DROP;

    @Test
    void takesTheLowestOrderThenTheId() {
        assertThat(ordered(REFUSE, at(3, 1), at(2, 0), at(1, 0))).isEqualTo(id(1));
        assertThat(ordered(REFUSE, at(1, 0).dropped(DropReason.ALREADY_TRIED), at(2, 5)))
                .isEqualTo(id(2));
        assertThat(ordered(REFUSE)).isNull();
    }

    @Test
    void takesAFallbackOnlyAfterTheAliasItself() {
        Candidate own = at(2, 9);
        Candidate fallback = deep(1, 1);

        assertThat(ordered(REFUSE, fallback, own)).isEqualTo(id(2));
        assertThat(ordered(REFUSE, fallback, own.dropped(DropReason.ALREADY_TRIED)))
                .isEqualTo(id(1));
    }

    @Test
    void passesOverWhatIsCoolingWhileAnotherCanAnswer() {
        Candidate cooling = cooling(1, CoolingState.COOLING);

        RouteChoice choice = choose(Strategy.ORDERED, REFUSE, null, cooling, deep(2, 1));

        assertThat(choice.chosen()).isEqualTo(id(2));
        assertThat(choice.candidates().getFirst().dropped()).isEqualTo(DropReason.COOLING_DOWN);
    }

    @Test
    void usesWhatIsCoolingWhenNobodyElseIsLeft() {
        Candidate full = at(2, 0).dropped(DropReason.FULL);
        assertThat(ordered(REFUSE, cooling(1, CoolingState.COOLING), full)).isEqualTo(id(1));
        assertThat(
                        ordered(
                                REFUSE,
                                cooling(1, CoolingState.COOLING),
                                at(2, 0).dropped(DropReason.ALREADY_TRIED)))
                .isEqualTo(id(1));
    }

    @Test
    void takesATrialLikeAnyOther() {
        assertThat(ordered(REFUSE, cooling(1, CoolingState.TRIAL), at(2, 0))).isEqualTo(id(1));
    }

    @Test
    void triesAgainBeforeAnyOtherUnlessItIsCooling() {
        assertThat(ordered(REFUSE, at(1, 0), again(2, CoolingState.NONE))).isEqualTo(id(2));
        assertThat(ordered(REFUSE, at(1, 0), again(2, CoolingState.COOLING))).isEqualTo(id(1));
    }

    @Test
    void leavesOutWhoCannotSayWhatIsAskedUnlessTheRouteDropsIt() {
        Candidate mute = mute(1);

        RouteChoice refused = choose(Strategy.ORDERED, REFUSE, null, mute, at(2, 5));
        RouteChoice dropped = choose(Strategy.ORDERED, DROP, null, mute, at(2, 5));

        assertThat(refused.chosen()).isEqualTo(id(2));
        assertThat(refused.candidates().getFirst().dropped())
                .isEqualTo(DropReason.PARAMETER_UNSUPPORTED);
        assertThat(dropped.chosen()).isEqualTo(id(1));
        assertThat(dropped.chosenCandidate().unsupported()).containsExactly("logprobs");
    }

    @Test
    void laysWeightsOutByIdAndTakesTheDrawModuloTheirSum() {
        List<Candidate> tier = List.of(weighing(1, 0, 2), weighing(2, 0, 0), weighing(3, 0, 1));

        assertThat(RouteChooser.weighted(tier, 0).deployment()).isEqualTo(id(1));
        assertThat(RouteChooser.weighted(tier, 1).deployment()).isEqualTo(id(1));
        assertThat(RouteChooser.weighted(tier, 2).deployment()).isEqualTo(id(3));
        assertThat(RouteChooser.weighted(tier, 3).deployment()).isEqualTo(id(1));
        assertThat(RouteChooser.weighted(tier, Long.MAX_VALUE).deployment()).isEqualTo(id(1));
    }

    @Test
    void weighsOnlyTheLowestOrder() {
        Candidate[] all = {weighing(1, 1, 1000), weighing(2, 0, 1), weighing(3, 0, 1)};

        assertThat(choose(Strategy.WEIGHTED, REFUSE, 0L, all).chosen()).isEqualTo(id(2));
        assertThat(choose(Strategy.WEIGHTED, REFUSE, 1L, all).chosen()).isEqualTo(id(3));
    }

    @Test
    void takesTheFirstWhenAllWeightsAreZero() {
        assertThat(
                        choose(Strategy.WEIGHTED, REFUSE, 77L, weighing(2, 0, 0), weighing(1, 0, 0))
                                .chosen())
                .isEqualTo(id(1));
    }

    @Test
    void drawsInProportionToTheWeights() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            RouteChoice choice =
                    choose(
                            Strategy.WEIGHTED,
                            REFUSE,
                            random.nextLong() >>> 1,
                            weighing(1, 0, 1),
                            weighing(2, 0, 3));
            counts.merge(choice.chosen().value(), 1, Integer::sum);
        }

        assertThat(counts.get(id(1).value())).isBetween(4_600, 5_400);
        assertThat(counts.get(id(2).value())).isBetween(14_600, 15_400);
    }

    @Test
    void everyRecordedChoiceFollowsFromItsOwnRecord() {
        Seeds.check(
                5_000,
                random -> {
                    RouteChoice choice = anyChoice(random);

                    assertThat(RouteChooser.follows(choice)).as("%s", choice).isTrue();
                    assertThat(RouteChooser.follows(tampered(choice))).as("%s", choice).isFalse();
                });
    }

    @Test
    void checksChoicesOfTheFirstVersionByTheirOwnRule() {
        List<Candidate> candidates = List.of(at(1, 2), at(2, 1));

        assertThat(RouteChooser.follows(first(candidates, id(2)))).isTrue();
        assertThat(RouteChooser.follows(first(candidates, id(1)))).isFalse();
    }

    @Test
    void doesNotJudgeVersionsItDoesNotKnow() {
        RouteChoice choice = choose(Strategy.ORDERED, REFUSE, null, at(1, 0));

        assertThat(
                        RouteChooser.follows(
                                new RouteChoice(
                                        choice.strategy(),
                                        99,
                                        choice.unsupported(),
                                        choice.fallback(),
                                        choice.candidates(),
                                        choice.draw(),
                                        0,
                                        choice.chosen())))
                .isFalse();
    }

    private static RouteChoice anyChoice(SplittableRandom random) {
        List<Candidate> candidates = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int i = 1; i <= size; i++) {
            candidates.add(any(random, i));
        }
        UnsupportedParameters rule = random.nextBoolean() ? REFUSE : DROP;
        Strategy strategy = random.nextBoolean() ? Strategy.ORDERED : Strategy.WEIGHTED;
        Long draw = strategy == Strategy.WEIGHTED ? random.nextLong() >>> 1 : null;
        return choose(strategy, rule, draw, candidates.toArray(Candidate[]::new))
                .after(random.nextInt(3_000));
    }

    private static Candidate any(SplittableRandom random, int number) {
        boolean tried = random.nextInt(4) == 0;
        return new Candidate(
                id(number),
                new ProviderId("p"),
                "up",
                new Alias("m"),
                random.nextInt(3),
                random.nextInt(3),
                random.nextInt(4),
                random.nextInt(9),
                random.nextInt(9),
                random.nextBoolean() ? null : 7L,
                anyCooling(random),
                !tried && random.nextInt(8) == 0,
                random.nextInt(4) == 0 ? List.of("seed") : List.of(),
                List.of(),
                tried ? DropReason.ALREADY_TRIED : null);
    }

    private static CoolingState anyCooling(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> CoolingState.COOLING;
            case 1 -> CoolingState.TRIAL;
            default -> CoolingState.NONE;
        };
    }

    /// Another deployment than the rule gives.
    private static RouteChoice tampered(RouteChoice choice) {
        return new RouteChoice(
                choice.strategy(),
                choice.strategyVersion(),
                choice.unsupported(),
                choice.fallback(),
                choice.candidates(),
                choice.draw(),
                choice.delayMillis(),
                choice.chosen() == null ? id(1) : id(9));
    }

    private static @Nullable DeploymentId ordered(
            UnsupportedParameters rule, Candidate... candidates) {
        return choose(Strategy.ORDERED, rule, null, candidates).chosen();
    }

    private static RouteChoice choose(
            Strategy strategy,
            UnsupportedParameters rule,
            @Nullable Long draw,
            Candidate... candidates) {
        return RouteChooser.choose(
                strategy, rule, null, RouteChooser.judge(rule, List.of(candidates)), draw);
    }

    private static RouteChoice first(List<Candidate> candidates, DeploymentId chosen) {
        return new RouteChoice(Strategy.ORDERED, 1, REFUSE, null, candidates, null, 0, chosen);
    }

    private static DeploymentId id(int number) {
        return new DeploymentId("dep_000000000000000" + number);
    }

    private static Candidate at(int number, int order) {
        return candidate(number, 0, order, 1, CoolingState.NONE, false, List.of());
    }

    private static Candidate deep(int number, int depth) {
        return candidate(number, depth, 0, 1, CoolingState.NONE, false, List.of());
    }

    private static Candidate cooling(int number, CoolingState state) {
        return candidate(number, 0, 0, 1, state, false, List.of());
    }

    private static Candidate again(int number, CoolingState state) {
        return candidate(number, 0, 5, 1, state, true, List.of());
    }

    private static Candidate mute(int number) {
        return candidate(number, 0, 0, 1, CoolingState.NONE, false, List.of("logprobs"));
    }

    private static Candidate weighing(int number, int order, int weight) {
        return candidate(number, 0, order, weight, CoolingState.NONE, false, List.of());
    }

    private static Candidate candidate(
            int number,
            int depth,
            int order,
            int weight,
            CoolingState cooling,
            boolean again,
            List<String> unsupported) {
        return new Candidate(
                id(number),
                new ProviderId("p"),
                "up",
                new Alias("m"),
                depth,
                order,
                weight,
                0,
                0,
                null,
                cooling,
                again,
                unsupported,
                List.of(),
                null);
    }
}
