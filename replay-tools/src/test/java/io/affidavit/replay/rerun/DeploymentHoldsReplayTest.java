package io.affidavit.replay.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.rerun.Decision.Verdict;
import io.affidavit.replay.rerun.Decision.What;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a call holds of the limits of deployments is decided again, attempt by attempt.
class DeploymentHoldsReplayTest {

    private static final DeploymentId PRICED = new DeploymentId("dep_0123456789abcdef");
    private static final DeploymentId FULL = new DeploymentId("dep_1111111111111111");
    private static final LimitId BUDGET = new LimitId("lim_0000000000000008");
    private static final LimitId PARALLEL = new LimitId("lim_0000000000000009");

    // 1,001 tokens in at 3 USD and 500 out at 15 USD a million, and 10 in and 4 out
    private static final long MOST = 10_503_000;
    private static final long TRIED = 90_000;

    @Test
    void followsFromTheRecordsAlone() {
        List<Decision> decisions = replay(TRIED);

        assertThat(decisions).extracting(Decision::verdict).containsOnly(Verdict.FOLLOWS);
        assertThat(decisions)
                .filteredOn(decision -> decision.type().equals("route.chosen"))
                .extracting(Decision::what)
                .containsExactly(
                        What.ROUTE, What.HOLDS, What.HOLDS, What.ROUTE, What.HOLDS, What.HOLDS);
        assertThat(decisions)
                .filteredOn(decision -> decision.what() == What.SETTLEMENT)
                .extracting(Decision::type)
                .containsExactly("attempt.failed", "call.abandoned");
        assertThat(decisions)
                .extracting(Decision::told)
                .anyMatch(told -> told.contains("1 full as given"));
    }

    @Test
    void namesAnAttemptThatWasSettledForSomethingElse() {
        assertThat(replay(TRIED + 1))
                .filteredOn(decision -> decision.verdict() == Verdict.DIFFERS)
                .extracting(Decision::type)
                .containsExactly("attempt.failed");
    }

    private static List<Decision> replay(long settled) {
        RecordedCall call = new RecordedCall();
        List<DomainEvent> events = new ArrayList<>(call.grounds());
        events.add(limit(BUDGET, LimitUnit.USD));
        events.add(limit(PARALLEL, LimitUnit.PARALLEL));
        events.addAll(call.story().subList(0, 2));
        events.add(route(1));
        events.add(
                new AttemptFailed(
                        RecordedCall.CALL,
                        1,
                        PRICED,
                        FailureCode.UPSTREAM_TIMEOUT,
                        AttemptPhase.HEADERS,
                        null,
                        5,
                        true,
                        new TokenUsage(10, 0, 0, 4, 0),
                        List.of(usd(settled), parallel(0)),
                        null));
        events.add(route(2));
        events.add(
                new CallAbandoned(
                        RecordedCall.CALL,
                        Samples.AT,
                        new NodeId("0123456789abcdef"),
                        Samples.AT,
                        List.of(
                                new Booking(
                                        new LimitId("lim_0000000000000001"), LimitUnit.REQUESTS, 1),
                                new Booking(new LimitId("lim_0000000000000002"), LimitUnit.USD, 0),
                                usd(0),
                                parallel(0))));
        List<Decision> decisions = new ArrayList<>();
        DecisionReplay replay = new DecisionReplay(decisions::add);
        for (int i = 0; i < events.size(); i++) {
            replay.accept(i, Samples.AT, events.get(i));
        }
        return decisions;
    }

    private static RouteChosen route(int attempt) {
        return new RouteChosen(
                RecordedCall.CALL,
                attempt,
                Candidates.ordered(
                        candidate(FULL, 0).dropped(DropReason.FULL), candidate(PRICED, 1)),
                List.of(usd(MOST), parallel(1)));
    }

    private static Candidate candidate(DeploymentId deployment, int order) {
        return Candidates.plain(deployment, new ProviderId("openai-prod"), "some-model", order);
    }

    private static Booking usd(long amount) {
        return new Booking(BUDGET, LimitUnit.USD, amount);
    }

    private static Booking parallel(long amount) {
        return new Booking(PARALLEL, LimitUnit.PARALLEL, amount);
    }

    private static LimitSet limit(LimitId id, LimitUnit unit) {
        return new LimitSet(
                null,
                new LimitTerms(
                        id,
                        CallScopes.of(PRICED),
                        null,
                        unit,
                        LimitWindow.TOTAL,
                        1_000_000_000,
                        true,
                        List.of(),
                        "UTC"),
                null,
                null,
                Digest.ZERO,
                List.of());
    }
}
