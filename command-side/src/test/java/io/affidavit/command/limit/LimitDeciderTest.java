package io.affidavit.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.schemas.access.AccessCommand.ReportExhaustion;
import io.affidavit.schemas.access.AccessCommand.SetLimit;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitExhausted;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.Bookings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitDeciderTest {

    private static final LimitSet SET =
            new LimitSet(
                    CallFixtures.ACME,
                    new LimitTerms(
                            LimitNode.limit(1),
                            LimitNode.scope(LimitScopeKind.KEY),
                            null,
                            LimitUnit.REQUESTS,
                            LimitWindow.DAY,
                            10,
                            true,
                            List.of(),
                            "UTC"),
                    null,
                    null,
                    CallFixtures.POLICY,
                    List.of());

    private static ReportExhaustion report(long day) {
        return new ReportExhaustion(LimitNode.limit(1), day, 9, 1, 1, 10);
    }

    @Test
    void reportsAnExhaustedLimitOnceInEachWindow() {
        LimitState state = new LimitState.Absent().evolve(SET);

        List<AccessEvent> first = LimitDecider.decide(state, report(7));
        assertThat(first)
                .containsExactly(
                        new LimitExhausted(LimitNode.limit(1), CallFixtures.ACME, 7, 9, 1, 1, 10));
        state = state.evolve(first.getFirst());

        assertThat(LimitDecider.decide(state, report(7))).isEmpty();
        assertThat(LimitDecider.decide(state, report(6))).isEmpty();
        assertThat(LimitDecider.decide(state.evolve(SET), report(7))).isEmpty();
        assertThat(LimitDecider.decide(state, report(8))).hasSize(1);
    }

    /// In another zone a call that is open would give back what it holds in another window.
    @Test
    void keepsTheCalendarItBeganWith() {
        LimitState state = new LimitState.Absent().evolve(SET);
        LimitTerms moved = SET.terms().in("Asia/Tokyo");
        LimitTerms more =
                new LimitTerms(
                        moved.limit(),
                        moved.scope(),
                        null,
                        moved.unit(),
                        moved.window(),
                        20,
                        true,
                        List.of(),
                        moved.timeZone());

        assertThat(LimitDecider.decide(state, set(moved))).isEmpty();
        assertThat(LimitDecider.decide(state, set(more)))
                .singleElement()
                .extracting(event -> ((LimitSet) event).terms())
                .isEqualTo(more.in("UTC"));
        assertThat(LimitDecider.decide(new LimitState.Absent(), set(more)))
                .singleElement()
                .extracting(event -> ((LimitSet) event).terms())
                .isEqualTo(more);
    }

    private static SetLimit set(LimitTerms terms) {
        return new SetLimit(terms.limit(), CallFixtures.ACME, terms, null, List.of());
    }

    @Test
    void grantsTheMostOfARaiseAndALaterChange() {
        LimitAccount account =
                new LimitAccount(
                        SET.terms(),
                        CallFixtures.ACME,
                        Instant.EPOCH,
                        new LimitAccount.Raise(7, Instant.MAX),
                        new Cells());

        assertThat(account.amount(Instant.EPOCH)).isEqualTo(10);
    }

    /// Thousands of open calls that ask for all tokens there are.
    @Test
    void refusesOfASoftLimitWhatNobodyCouldCount() {
        LimitTerms soft =
                new LimitTerms(
                        LimitNode.limit(1),
                        LimitNode.scope(LimitScopeKind.KEY),
                        null,
                        LimitUnit.USD,
                        LimitWindow.TOTAL,
                        10,
                        false,
                        List.of(),
                        "UTC");
        LimitAccount account =
                new LimitAccount(soft, CallFixtures.ACME, Instant.EPOCH, null, new Cells());
        Booking most = new Booking(soft.limit(), LimitUnit.USD, Bookings.MAX_NANO_USD);
        int calls = 0;
        while (account.exceeded(most, Instant.EPOCH, 0) == null) {
            account.cells().move(0, 0, most.amount());
            calls++;
        }

        assertThat(calls).isEqualTo(4_611);
    }

    @Test
    void reportsNothingOfALimitThatIsGone() {
        assertThat(LimitDecider.decide(new LimitState.Absent(), report(7))).isEmpty();
    }
}
