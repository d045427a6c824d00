package io.affidavit.replay.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.rerun.Decision.What;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.DomainEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionReplayTest {

    private static final What[] ALL = {
        What.ESTIMATE,
        What.HOLDS,
        What.HOLDS,
        What.JUDGEMENT,
        What.ROUTE,
        What.JUDGEMENT,
        What.PRICE,
        What.SETTLEMENT
    };

    @Test
    void everyDecisionOfAGoodCallFollows() {
        List<Decision> decisions = replay(new RecordedCall(), true);

        assertThat(decisions).extracting(Decision::what).containsExactly(ALL);
        assertThat(decisions).extracting(Decision::verdict).containsOnly(Decision.Verdict.FOLLOWS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void oneThatDoesNotFollowIsNamed(What what, RecordedCall call) {
        assertThat(replay(call, true))
                .filteredOn(decision -> decision.verdict() == Decision.Verdict.DIFFERS)
                .extracting(Decision::what)
                .containsExactly(what);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(What.ESTIMATE, new RecordedCall().requestBytes(3_004)),
                Arguments.of(What.JUDGEMENT, new RecordedCall().verdict(Verdict.ALLOW)),
                Arguments.of(What.HOLDS, new RecordedCall().held(10_503_001)),
                Arguments.of(What.PRICE, new RecordedCall().cost(4_500_001)),
                Arguments.of(What.SETTLEMENT, new RecordedCall().charged(4_499_999)));
    }

    @Test
    void aChoiceThatItsRuleDoesNotMakeIsNamed() {
        assertThat(replay(new RecordedCall().noRoute(), true))
                .anySatisfy(decision -> {
                    assertThat(decision.what()).isEqualTo(What.ROUTE);
                    assertThat(decision.verdict()).isEqualTo(Decision.Verdict.DIFFERS);
                    assertThat(decision.rule()).isEqualTo("ordered, version 2");
                });
    }

    @Test
    void whatRestsOnRecordsThatAreNotThereIsSaidToBeNotShown() {
        assertThat(replay(new RecordedCall(), false))
                .filteredOn(decision -> decision.verdict() == Decision.Verdict.NOT_SHOWN)
                .extracting(Decision::what)
                .containsExactly(
                        What.HOLDS, What.HOLDS, What.JUDGEMENT, What.JUDGEMENT, What.PRICE);
    }

    private static List<Decision> replay(RecordedCall call, boolean withGrounds) {
        List<DomainEvent> events = new ArrayList<>();
        if (withGrounds) {
            events.addAll(call.grounds());
        }
        events.addAll(call.story());
        List<Decision> decisions = new ArrayList<>();
        DecisionReplay replay = new DecisionReplay(decisions::add);
        for (int i = 0; i < events.size(); i++) {
            replay.accept(i, Samples.AT, events.get(i));
        }
        return decisions;
    }
}
