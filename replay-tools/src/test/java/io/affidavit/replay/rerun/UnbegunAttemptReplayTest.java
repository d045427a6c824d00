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
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An attempt that was chosen and never begun has used nothing of what it held.
class UnbegunAttemptReplayTest {

    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0123456789abcdef");
    private static final LimitId THERE = new LimitId("lim_0000000000000009");
    private static final TokenUsage USED = new TokenUsage(10, 0, 0, 4, 0);
    private static final long COST = 90_000; // 10 in at 3 USD and 4 out at 15 USD a million

    @Test
    void settlesNotEvenARequest() {
        assertThat(verdict(unbegun(0))).isEqualTo(Verdict.FOLLOWS);
        assertThat(verdict(unbegun(1))).isEqualTo(Verdict.DIFFERS);
    }

    /// No record can say so between an abandonment and what concludes it.
    @Test
    void isTakenAsGivenWhereItIsSaidLate() {
        assertThat(verdict(abandoned(), late(14))).isEqualTo(Verdict.FOLLOWS);
        assertThat(verdict(abandoned(), late(0))).isEqualTo(Verdict.NOT_SHOWN);
        assertThat(verdict(abandoned(), late(13))).isEqualTo(Verdict.DIFFERS);
    }

    /// What is said of the last settlement of a call with one limit on its deployment.
    private static Verdict verdict(DomainEvent... ends) {
        RecordedCall call = new RecordedCall();
        boolean late = ends.length > 1;
        LimitUnit unit = late ? LimitUnit.TOKENS : LimitUnit.REQUESTS;
        List<DomainEvent> events = new ArrayList<>(call.grounds());
        events.add(limit(unit));
        events.addAll(call.story().subList(0, 2));
        events.add(
                new RouteChosen(
                        RecordedCall.CALL,
                        1,
                        Candidates.ordered(
                                Candidates.plain(
                                        DEPLOYMENT,
                                        new ProviderId("openai-prod"),
                                        "some-model",
                                        0)),
                        List.of(new Booking(THERE, unit, late ? 1_501 : 1))));
        events.addAll(List.of(ends));
        List<Decision> decisions = new ArrayList<>();
        DecisionReplay replay = new DecisionReplay(decisions::add);
        for (int i = 0; i < events.size(); i++) {
            replay.accept(i, Samples.AT, events.get(i));
        }
        return decisions.stream()
                .filter(decision -> decision.what() == What.SETTLEMENT)
                .toList()
                .getLast()
                .verdict();
    }

    private static LimitSet limit(LimitUnit unit) {
        LimitTerms terms =
                new LimitTerms(
                        THERE,
                        CallScopes.of(DEPLOYMENT),
                        null,
                        unit,
                        LimitWindow.DAY,
                        1_000_000,
                        true,
                        List.of(),
                        "UTC");
        return new LimitSet(null, terms, null, null, Digest.ZERO, List.of());
    }

    private static AttemptFailed unbegun(long settled) {
        return new AttemptFailed(
                RecordedCall.CALL,
                1,
                DEPLOYMENT,
                FailureCode.CLIENT_CLOSED,
                AttemptPhase.NONE,
                null,
                0,
                false,
                TokenUsage.NONE,
                List.of(new Booking(THERE, LimitUnit.REQUESTS, settled)),
                null);
    }

    private static CallAbandoned abandoned() {
        return new CallAbandoned(
                RecordedCall.CALL,
                Samples.AT,
                new NodeId("0123456789abcdef"),
                Samples.AT,
                settled(0, 0));
    }

    private static CallConcludedLate late(long settled) {
        return new CallConcludedLate(
                RecordedCall.CALL,
                Samples.AT,
                CallOutcome.CLIENT_CLOSED,
                null,
                USED,
                UsageSource.ESTIMATED,
                new NanoUsd(COST),
                null,
                new Timings(1, null, 3),
                settled(COST, settled),
                List.of());
    }

    private static List<Booking> settled(long nanoUsd, long tokens) {
        return List.of(
                new Booking(new LimitId("lim_0000000000000001"), LimitUnit.REQUESTS, 1),
                new Booking(new LimitId("lim_0000000000000002"), LimitUnit.USD, nanoUsd),
                new Booking(THERE, LimitUnit.TOKENS, tokens));
    }
}
