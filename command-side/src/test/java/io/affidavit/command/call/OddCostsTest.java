package io.affidavit.command.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallState.Open;
import io.affidavit.command.call.CallState.Unknown;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is booked where a price or a usage is not what one would expect: a price that changes in
/// the middle of a call, an unknown model, a free one, an answer without usage, and a usage larger
/// than the hold. The amounts are worked out by hand.
class OddCostsTest {

    private static final CallId CALL = new CallId(new UUID(0x7000, 0x8000_0000_0000_0000L));
    private static final LimitId MONEY = new LimitId("lim_00000000000money");
    private static final LimitId TOKENS = new LimitId("lim_0000000000tokens");

    /// 100 in and 200 out at most: (100 x 1 + 200 x 2) USD per million tokens.
    private static final long HELD = 500_000;

    private static final Price CHEAP = Price.perMillionUsd("1", null, null, "2", null, null);
    private static final Price DEAR = Price.perMillionUsd("100", null, null, "200", null, null);

    private Price now = CHEAP;

    @Test
    void booksThePriceOfTheAdmissionThoughItChangedInTheMiddle() {
        Open call = admit("priced");
        now = DEAR;

        CallCompleted done = complete(call, reported("priced", 10, 30));

        assertThat(call.holds()).containsExactly(held(HELD), tokens(300));
        assertThat(done.costNanoUsd()).isEqualTo(new NanoUsd(70_000)); // 10 x 1 + 30 x 2
        assertThat(done.settled()).containsExactly(held(70_000), tokens(40));
    }

    @Test
    void letsAnUnknownModelIntoNoHardBudget() {
        assertThat(admit("who-knows").holds()).containsExactly(held(Long.MAX_VALUE), tokens(300));
    }

    /// It was priced when it was admitted; another model answered.
    @Test
    void booksAllThatWasHeldWhereAnUnknownModelAnswered() {
        CallCompleted done = complete(admit("priced"), reported("who-knows", 10, 30));

        assertThat(done.costNanoUsd()).isNull();
        assertThat(done.priceId()).isNull();
        assertThat(done.settled()).containsExactly(held(HELD), tokens(40));
    }

    @Test
    void booksNothingForAFreeModelButItsTokens() {
        Open call = admit("free");
        CallCompleted done = complete(call, reported("free", 10, 30));

        assertThat(call.holds()).containsExactly(held(0), tokens(300));
        assertThat(done.costNanoUsd()).isEqualTo(NanoUsd.ZERO);
        assertThat(done.priceId()).isEqualTo("test/free");
        assertThat(done.settled()).containsExactly(held(0), tokens(40));
    }

    @Test
    void booksTheEstimateForAnAnswerWithoutUsage() {
        Metered estimated =
                new Metered(new TokenUsage(20, 0, 0, 7, 0), UsageSource.ESTIMATED, "priced", null);

        CallCompleted done = complete(admit("priced"), estimated);

        assertThat(done.costNanoUsd()).isEqualTo(new NanoUsd(34_000)); // 20 x 1 + 7 x 2
        assertThat(done.settled()).containsExactly(held(34_000), tokens(27));
    }

    @Test
    void booksAllOfAUsageLargerThanTheHold() {
        CallCompleted done = complete(admit("priced"), reported("priced", 1_000, 2_000));

        assertThat(done.costNanoUsd()).isEqualTo(new NanoUsd(5_000_000)); // 1000 x 1 + 2000 x 2
        assertThat(done.settled()).containsExactly(held(5_000_000), tokens(3_000));
    }

    @Test
    void holdsForTheDearestDestinationAndSaysWhichThereWere() {
        List<Destination> both = List.of(destination("priced"), destination("dear"));
        CallAdmitted fact = admission(both);

        assertThat(fact.destinations()).isEqualTo(both);
        assertThat(fact.holds()).containsExactly(held(100 * HELD), tokens(300));
        assertThat(
                        prices().worstCost(fact.destinations(), fact.estimate(), fact.decidedAt())
                                .orElseThrow()
                                .value())
                .isEqualTo(fact.holds().getFirst().amount()); // from the record alone
    }

    @Test
    void decidesNothingWhereTheAnswerTellsAnotherCost() {
        Open call = admit("priced");
        Metered used = reported("priced", 10, 30);

        assertThat(complete(call, used, new Cost(new NanoUsd(70_000), "test/priced")).settled())
                .isNotEmpty();
        assertThat(refusal(call, used, new Cost(new NanoUsd(70_001), "test/priced")))
                .isEqualTo(FailureCode.CONFLICT);
        assertThat(refusal(call, used, Cost.UNKNOWN)).isEqualTo(FailureCode.CONFLICT);
    }

    private @Nullable FailureCode refusal(Open call, Metered used, Cost told) {
        try {
            complete(call, used, told);
            return null;
        } catch (RuntimeException e) {
            return Refusal.of(e).orElseThrow().code();
        }
    }

    private Prices prices() {
        Map<String, Price> known = Map.of("free", Price.FREE, "dear", DEAR);
        return (_, model, at) -> {
            Price price = at.equals(CallFixtures.NOW) ? CHEAP : now;
            Price found = "priced".equals(model) ? price : known.get(String.valueOf(model));
            return Optional.ofNullable(found)
                    .map(one -> PriceEntry.ofDeployment("test/" + model, one));
        };
    }

    private static Destination destination(String model) {
        return new Destination(CallFixtures.DEPLOYMENT, model);
    }

    private Open admit(String model) {
        return (Open) new Unknown().evolve(admission(List.of(destination(model))));
    }

    private CallAdmitted admission(List<Destination> destinations) {
        AdmitCall plain = CallFixtures.admit(CALL);
        AdmitCall admit =
                new AdmitCall(
                        CALL,
                        plain.decidedAt(),
                        plain.caller(),
                        plain.credential(),
                        plain.alias(),
                        plain.surface(),
                        plain.stream(),
                        plain.requestBytes(),
                        null,
                        plain.estimate(),
                        plain.judged(),
                        plain.choice(),
                        List.of(),
                        destinations,
                        List.of());
        NanoUsd most =
                prices().worstCost(destinations, admit.estimate(), admit.decidedAt()).orElse(null);
        List<Booking> holds =
                Bookings.holds(
                        List.of(terms(MONEY, LimitUnit.USD), terms(TOKENS, LimitUnit.TOKENS)),
                        admit.estimate(),
                        most);
        List<CallEvent> facts =
                CallDecider.decide(new Unknown(), admit, prices(), new Holding(holds, List.of()));
        return (CallAdmitted) facts.getFirst();
    }

    private CallCompleted complete(Open call, Metered metered) {
        return complete(call, metered, null);
    }

    private CallCompleted complete(Open call, Metered metered, @Nullable Cost told) {
        CompleteCall plain = CallFixtures.complete(CALL);
        CompleteCall complete =
                new CompleteCall(
                        CALL,
                        plain.decidedAt().plusSeconds(5),
                        plain.outcome(),
                        plain.attempts(),
                        plain.deployment(),
                        plain.provider(),
                        plain.upstreamModel(),
                        null,
                        null,
                        metered,
                        plain.responseBytes(),
                        plain.timings(),
                        plain.judged(),
                        told,
                        List.of());
        return (CallCompleted)
                CallDecider.decide(call, complete, prices(), Holding.NOTHING).getLast();
    }

    private static Metered reported(String model, long input, long output) {
        return new Metered(
                new TokenUsage(input, 0, 0, output, 0), UsageSource.REPORTED, model, null);
    }

    private static Booking held(long amount) {
        return new Booking(MONEY, LimitUnit.USD, amount);
    }

    private static Booking tokens(long amount) {
        return new Booking(TOKENS, LimitUnit.TOKENS, amount);
    }

    private static LimitTerms terms(LimitId limit, LimitUnit unit) {
        return new LimitTerms(
                limit,
                new LimitScope(LimitScopeKind.ORGANIZATION, "acme"),
                null,
                unit,
                LimitWindow.TOTAL,
                Long.MAX_VALUE / 2,
                true,
                List.of(),
                "UTC");
    }
}
