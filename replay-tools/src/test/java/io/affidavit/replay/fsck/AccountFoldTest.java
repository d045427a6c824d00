package io.affidavit.replay.fsck;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What records say of the limits of deployments, without those that keep the accounts.
class AccountFoldTest {

    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0123456789abcdef");
    private static final LimitId LIMIT = new LimitId("lim_0000000000000001");
    private static final Instant DAY = Instant.parse("2026-11-25T12:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-11-26T00:00:01Z");

    private final AccountFold fold = new AccountFold();

    @BeforeEach
    void limit() {
        fold.add(
                DAY,
                new LimitSet(
                        null,
                        new LimitTerms(
                                LIMIT,
                                CallScopes.of(DEPLOYMENT),
                                null,
                                LimitUnit.TOKENS,
                                LimitWindow.DAY,
                                1_000,
                                true,
                                List.of(),
                                "UTC"),
                        null,
                        null,
                        Digest.ZERO,
                        List.of()));
    }

    @Test
    void holdsAndSettlesInTheWindowOfTheAttempt() {
        fold.add(DAY, route(1));
        assertThat(amounts(DAY)).isEqualTo(new AccountFold.Amounts(0, 300));

        fold.add(NEXT, failed(7));
        fold.add(NEXT, route(2));

        assertThat(amounts(DAY)).isEqualTo(new AccountFold.Amounts(7, 0));
        assertThat(amounts(NEXT)).isEqualTo(new AccountFold.Amounts(0, 300));
    }

    @Test
    void settlesLateWhatWasAbandoned() {
        fold.add(DAY, route(1));
        fold.add(
                NEXT,
                new CallAbandoned(
                        Samples.CALL,
                        NEXT,
                        new NodeId("0123456789abcdef"),
                        NEXT,
                        List.of(tokens(0))));
        assertThat(amounts(DAY)).isEqualTo(AccountFold.Amounts.NOTHING);

        fold.add(
                NEXT,
                new CallConcludedLate(
                        Samples.CALL,
                        NEXT,
                        CallOutcome.COMPLETED,
                        null,
                        TokenUsage.NONE,
                        UsageSource.REPORTED,
                        null,
                        null,
                        new Timings(1, null, 2),
                        List.of(tokens(42)),
                        List.of()));

        assertThat(amounts(DAY)).isEqualTo(new AccountFold.Amounts(42, 0));
    }

    private AccountFold.Amounts amounts(Instant at) {
        AccountFold.Limit limit = fold.limits().get(LIMIT);
        return limit.buckets().get(limit.terms().bucket(at));
    }

    private static RouteChosen route(int attempt) {
        return new RouteChosen(
                Samples.CALL,
                attempt,
                Candidates.ordered(
                        Candidates.plain(DEPLOYMENT, new ProviderId("openai-prod"), "m", 0)),
                List.of(tokens(300)));
    }

    private static AttemptFailed failed(long used) {
        return new AttemptFailed(
                Samples.CALL,
                1,
                DEPLOYMENT,
                FailureCode.UPSTREAM_TIMEOUT,
                AttemptPhase.HEADERS,
                null,
                5,
                true,
                new TokenUsage(used, 0, 0, 0, 0),
                List.of(tokens(used)),
                null);
    }

    private static Booking tokens(long amount) {
        return new Booking(LIMIT, LimitUnit.TOKENS, amount);
    }
}
