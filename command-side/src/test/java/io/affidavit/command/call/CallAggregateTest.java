package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.admit;
import static io.affidavit.command.call.CallFixtures.complete;
import static io.affidavit.command.call.CallFixtures.refuse;

import io.affidavit.command.limit.CallHolds;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.value.CallId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class CallAggregateTest {

    private static final CallId CALL = CallId.parse("01a2134f-1d15-7574-9458-d3231080081c");

    private final AggregateTestFixture<CallAggregate> calls =
            new AggregateTestFixture<>(CallAggregate.class);

    CallAggregateTest() {
        calls.registerInjectableResource(CallHolds.NONE);
        calls.registerInjectableResource(Prices.LISTED);
        calls.registerInjectableResource(new LimitRefusals(calls.getEventBus(), Clock.systemUTC()));
    }

    @Test
    void recordsAnAdmissionAndItsCompletion() {
        calls.givenNoPriorActivity()
                .when(admit(CALL))
                .expectEvents(admitted().toArray())
                .expectSuccessfulHandlerExecution();
        calls.given(admitted()).when(complete(CALL)).expectEvents(completed().toArray());
    }

    @Test
    void recordsACompletionOnce() {
        List<Object> whole = new ArrayList<>(admitted());
        whole.addAll(completed());
        calls.given(whole).when(complete(CALL)).expectNoEvents();
    }

    @Test
    void recordsARefusalAsTheWholeStory() {
        calls.givenNoPriorActivity()
                .when(refuse(CALL))
                .expectEvents(
                        CallDecider.decide(
                                        new CallState.Unknown(),
                                        refuse(CALL),
                                        Prices.LISTED,
                                        Holding.NOTHING)
                                .toArray());
    }

    @Test
    void doesNotConcludeWhatWasNeverAdmitted() {
        calls.givenNoPriorActivity()
                .when(complete(CALL))
                .expectException(AggregateNotFoundException.class);
    }

    private static List<CallEvent> admitted() {
        return CallDecider.decide(
                new CallState.Unknown(), admit(CALL), Prices.LISTED, Holding.NOTHING);
    }

    private static List<CallEvent> completed() {
        return CallDecider.decide(
                new CallState.Open(
                        new CallState.Admitted(
                                CallFixtures.ACME, admit(CALL).estimate(), List.of()),
                        1,
                        false,
                        Tariff.since(CallFixtures.NOW).at(CallFixtures.choice()),
                        List.of()),
                complete(CALL),
                Prices.LISTED,
                Holding.NOTHING);
    }
}
