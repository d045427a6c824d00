package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.admit;
import static io.affidavit.command.call.CallFixtures.complete;
import static io.affidavit.command.call.CallFixtures.fail;
import static io.affidavit.command.call.CallFixtures.failAttempt;
import static io.affidavit.command.call.CallFixtures.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.call.CallState.Abandoned;
import io.affidavit.command.call.CallState.Open;
import io.affidavit.command.call.CallState.Over;
import io.affidavit.command.call.CallState.Unknown;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallDeciderTest {

    private static final CallId CALL = CallId.parse("01a2134f-1d15-7574-9458-d3231080081c");
    private static final AbandonCall ABANDON =
            new AbandonCall(
                    CALL, CallFixtures.NOW, new NodeId("0123456789abcdef"), CallFixtures.NOW);

    @Test
    void admitsWithJudgementAndChoiceInOneAppend() {
        assertThat(decide(new Unknown(), admit(CALL)))
                .hasExactlyElementsOfTypes(
                        CallAdmitted.class, GuardrailJudged.class, RouteChosen.class);
    }

    @Test
    void completesWithTheExactCostOfTheListInForce() {
        List<CallEvent> events = decide(open(), complete(CALL));

        assertThat(events).hasExactlyElementsOfTypes(GuardrailJudged.class, CallCompleted.class);
        CallCompleted done = (CallCompleted) events.getLast();
        // gpt-4o: 10 × 2.50 + 2 × 1.25 + (30 + 5) × 10 USD per million tokens
        assertThat(done.costNanoUsd()).isEqualTo(new NanoUsd(377_500));
        assertThat(done.priceId()).isEqualTo("2026-11-25.2/gpt-4o");
    }

    @Test
    void recordsAFailedAttemptWithTheNextChoice() {
        List<CallEvent> events = decide(open(), failAttempt(CALL, 1));

        assertThat(events).hasExactlyElementsOfTypes(AttemptFailed.class, RouteChosen.class);
        assertThat(((RouteChosen) events.getLast()).attempt()).isEqualTo(2);
        CallState next = after(open(), events);
        assertThat(decide(next, failAttempt(CALL, 1))).isEmpty();
        assertThat(decide(next, failAttempt(CALL, 2))).hasSize(2);
    }

    @Test
    void saysThatAChosenAttemptNeverBegan() {
        CallState pausing = after(open(), decide(open(), failAttempt(CALL, 1)));
        pausing = after(pausing, decide(pausing, failAttempt(CALL, 2)));

        List<CallEvent> events = decide(pausing, fail(CALL)); // after two of three

        assertThat(events).hasExactlyElementsOfTypes(AttemptFailed.class, CallFailed.class);
        AttemptFailed unbegun = (AttemptFailed) events.getFirst();
        assertThat(unbegun.attempt()).isEqualTo(3);
        assertThat(unbegun.phase()).isEqualTo(AttemptPhase.NONE);
        assertThat(unbegun.failure()).isEqualTo(fail(CALL).failure());
        assertThat(after(pausing, events)).isInstanceOf(Over.class);
        CallState failed = after(open(), List.of(unbegun)); // what has failed is not said twice
        assertThat(decide(failed, fail(CALL))).hasExactlyElementsOfTypes(CallFailed.class);
    }

    @Test
    void decidesNothingTwice() {
        CallState over = after(open(), decide(open(), complete(CALL)));

        assertThat(over).isInstanceOf(Over.class);
        for (CallCommand again :
                List.of(
                        admit(CALL),
                        refuse(CALL),
                        complete(CALL),
                        fail(CALL),
                        failAttempt(CALL, 1),
                        ABANDON)) {
            assertThat(decide(over, again)).isEmpty();
        }
        assertThat(decide(open(), admit(CALL))).isEmpty();
    }

    @Test
    void recordsAConclusionThatComesAfterAbandonment() {
        CallState abandoned = after(open(), decide(open(), ABANDON));
        assertThat(abandoned).isInstanceOf(Abandoned.class);
        assertThat(decide(abandoned, ABANDON)).isEmpty();

        List<CallEvent> late = decide(abandoned, complete(CALL));
        assertThat(late).hasExactlyElementsOfTypes(CallConcludedLate.class);
        assertThat(((CallConcludedLate) late.getFirst()).outcome())
                .isEqualTo(CallOutcome.COMPLETED);
        assertThat(((CallConcludedLate) decide(abandoned, fail(CALL)).getFirst()).outcome())
                .isEqualTo(CallOutcome.FAILED);
        assertThat(decide(after(abandoned, late), complete(CALL))).isEmpty();
    }

    @Test
    void endsWithoutAnAnswer() {
        assertThat(decide(open(), fail(CALL))).hasExactlyElementsOfTypes(CallFailed.class);
        assertThat(decide(new Unknown(), refuse(CALL)))
                .hasExactlyElementsOfTypes(CallRefused.class);
        assertThat(decide(open(), ABANDON)).hasExactlyElementsOfTypes(CallAbandoned.class);
    }

    @Test
    void refusesAStoryThatCannotBe() {
        CallEvent judged = decide(new Unknown(), admit(CALL)).get(1);
        assertThatThrownBy(() -> new Unknown().evolve(judged))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Over(CallFixtures.ACME).evolve(judged))
                .isInstanceOf(IllegalStateException.class);
    }

    private static CallState open() {
        CallState open = after(new Unknown(), decide(new Unknown(), admit(CALL)));
        assertThat(open).isInstanceOf(Open.class);
        return open;
    }

    private static List<CallEvent> decide(CallState state, CallCommand command) {
        return CallDecider.decide(state, command, Prices.LISTED, Holding.NOTHING);
    }

    private static CallState after(CallState state, List<CallEvent> events) {
        CallState next = state;
        for (CallEvent event : events) {
            next = next.evolve(event);
        }
        return next;
    }
}
